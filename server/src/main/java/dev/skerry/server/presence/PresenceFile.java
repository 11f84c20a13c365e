package dev.skerry.server.presence;

import dev.skerry.cluster.contact.LastSeen;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.server.Events;
import dev.skerry.server.authority.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// The note on disk: the latest and the last wall time in milliseconds, and the CRC-32C of both.
///
/// It is written over in its place and left to the kernel to write back: that takes no room on a
/// full disk and wears no card, and after a power cut the note is half a minute older.
final class PresenceFile {
    private static final Pattern FORM = Pattern.compile("([0-9]{19}) ([0-9]{19}) [0-9a-f]{8}\n");
    private static final int BYTES = 49;

    private final Path path;
    private boolean failed;

    PresenceFile(Path path) {
        this.path = path;
    }

    LastSeen read() {
        try (var in = Files.newInputStream(path)) {
            var text = new String(in.readNBytes(BYTES + 1), StandardCharsets.ISO_8859_1);
            var form = FORM.matcher(text);
            if (form.matches()) {
                long latestMs = Long.parseLong(form.group(1));
                long lastMs = Long.parseLong(form.group(2));
                var seen = LastSeen.at(latestMs).withLast(lastMs);
                if (text(seen).equals(text)) return seen;
            }
            say("is damaged");
        } catch (NoSuchFileException _) {
            // the first start, or a server of before there were notes
        } catch (IOException | NumberFormatException e) {
            say("cannot be read (" + FileTrouble.words(e) + ")");
        }
        return LastSeen.UNKNOWN;
    }

    private void say(String how) {
        Events.say(
                path
                        + " "
                        + how
                        + "; the time without a server is taken to begin with the last change"
                        + " in the log");
    }

    void write(LastSeen seen) {
        var text = text(seen);
        try {
            if (Files.exists(path)) writeOver(text);
            else PrivateFile.write(path, text);
            failed = false;
        } catch (IOException e) {
            if (!failed)
                Events.say("%s cannot be written (%s)".formatted(path, FileTrouble.words(e)));
            failed = true;
        }
    }

    private static String text(LastSeen seen) {
        var times = "%019d %019d".formatted(seen.latestWallMs(), seen.wallMs());
        var crc = new CRC32C();
        crc.update(times.getBytes(StandardCharsets.ISO_8859_1));
        return "%s %08x\n".formatted(times, crc.getValue());
    }

    private void writeOver(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        var filled = ByteBuffer.wrap(bytes);
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            while (filled.hasRemaining()) channel.write(filled);
            if (channel.size() > BYTES) channel.truncate(BYTES);
        }
    }
}
