package dev.skerry.server.raft;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.server.Events;
import dev.skerry.server.authority.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Beside the log: what the two small files of Ratis said last, that of its term and vote and that
/// of the members. Where the disk has no room at all, Ratis puts one in place that is cut; it is
/// made anew from here.
///
/// The term is noted up to a second late, the vote never. So who begins anew goes to a term far
/// above all that there can have been since, in which it has voted for nobody. What Ratis could not
/// write it has promised to nobody.
final class RatisNotes implements AutoCloseable {
    static final String TERM = "term";
    static final String MEMBERS = "members";

    /// Elections follow each other by more than a millisecond.
    static final long TERMS_PASSED_OVER = 1_000;

    private final KeptNumber term;
    private final Path members;
    private final Path vote;
    private final Path configuration;
    private byte @Nullable [] noted;
    private boolean failed;

    /// @param folder of the log
    RatisNotes(Path folder) throws IOException {
        term = new KeptNumber(folder.resolve(TERM), TERM);
        members = folder.resolve(MEMBERS);
        var current = Ratis.ownIn(folder).resolve("current");
        vote = current.resolve(RaftFiles.VOTE);
        configuration = current.resolve(RaftFiles.CONFIGURATION);
    }

    /// Notes what the files say, as far as they are whole. What cannot be written is said once.
    void note() {
        try {
            term.upTo(term());
            term.force();
            if (!Files.isRegularFile(configuration)) return;
            var now = Files.readAllBytes(configuration);
            if (Arrays.equals(now, noted) || RaftFiles.members(now).isEmpty()) return;
            PrivateFile.write(members, now);
            noted = now;
        } catch (IOException e) {
            if (!failed) Events.say("what Ratis has noted is not kept: " + FileTrouble.words(e));
            failed = true;
        }
    }

    /// Makes anew what is cut, where something was noted. For before Ratis reads it.
    void mend() throws IOException {
        if (Files.isRegularFile(vote) && term() < 0 && term.last() >= 0) {
            long next = term.last() + TERMS_PASSED_OVER;
            PrivateFile.write(vote, "term=%d\nvotedFor=\n".formatted(next));
            say(vote, "it has voted for nobody in term " + next);
        }
        if (!Files.isRegularFile(configuration) || !Files.isRegularFile(members)) return;
        if (!RaftFiles.members(Files.readAllBytes(configuration)).isEmpty()) return;
        var last = Files.readAllBytes(members);
        PrivateFile.write(configuration, last);
        say(configuration, "the members are " + String.join(", ", RaftFiles.members(last)));
    }

    private static void say(Path file, String so) {
        Events.say("The file %s was cut, and is made anew: %s.".formatted(file, so));
    }

    private long term() throws IOException {
        return Files.isRegularFile(vote) ? RaftFiles.term(FileTrouble.text(vote)) : -1;
    }

    @Override
    public void close() throws IOException {
        note();
        term.close();
    }
}
