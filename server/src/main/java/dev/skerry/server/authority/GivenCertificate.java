package dev.skerry.server.authority;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.server.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/// A certificate that people have put into a folder, with its key. Both files are read again when
/// they have changed: what is wrong with them then is said, and what was read before is shown on.
public final class GivenCertificate implements ServerTls {
    private static final Duration ENDED_AGAIN_AFTER = Duration.ofDays(1);

    private final CertificateFolder folder;
    private final InstantSource clock;
    private List<Mark> seen;
    private KeyWithChain shown;
    private SSLContext context;
    private Instant sayEndedAfter = Instant.MIN;

    /// By which a file is seen to have changed.
    private record Mark(String file, String changed, long bytes) {}

    /// @throws IOException with a sentence that says what is wrong with which file
    public static GivenCertificate read(Path folder, InstantSource clock) throws IOException {
        return new GivenCertificate(new CertificateFolder(folder), clock);
    }

    private GivenCertificate(CertificateFolder folder, InstantSource clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        seen = marks();
        shown = folder.read(clock.instant());
        context = shown.context(null);
    }

    @Override
    public synchronized SSLContext context() {
        var now = marks();
        if (!now.equals(seen)) readAgain(now);
        sayIfEnded(clock.instant());
        return context;
    }

    private void readAgain(List<Mark> now) {
        seen = now; // what is written from here on is seen with the next connection
        try {
            shown = folder.read(clock.instant());
            context = shown.context(null);
            Events.say("the certificate in %s is a new one".formatted(folder.path()));
        } catch (IOException e) {
            Events.say("%s; what was there before is shown still".formatted(FileTrouble.words(e)));
        }
    }

    private void sayIfEnded(Instant now) {
        var end = shown.own().getNotAfter().toInstant();
        if (now.isBefore(end) || now.isBefore(sayEndedAfter)) return;
        sayEndedAfter = now.plus(ENDED_AGAIN_AFTER);
        Events.say(
                "the certificate in %s has ended on %s, and clients refuse it; put a new one there"
                        .formatted(folder.path(), end));
    }

    /// Of what links lead to: there a new file comes under the old name. Empty: a file is missing.
    private List<Mark> marks() {
        var marks = new ArrayList<Mark>();
        try {
            for (var file : folder.files()) {
                var is = Files.readAttributes(file, BasicFileAttributes.class);
                marks.add(new Mark("" + is.fileKey(), "" + is.lastModifiedTime(), is.size()));
            }
            return marks;
        } catch (IOException _) {
            return List.of();
        }
    }
}
