package dev.skerry.agent;

import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.NodePart;
import dev.skerry.kernel.link.StreamSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What the rooms of a node have on its link. A room that fails there costs what it has failed on,
/// and neither the other rooms nor the agent: nothing of it is lost, since whatever is said on a
/// link is said again on the next one.
final class LinkParts {
    private final List<NodePart> parts;
    private final Consumer<String> failed;
    private volatile String epoch = "";

    /// What the server of this link, or of the last one, does not have.
    private volatile Set<String> lacking = Set.of();

    /// @param failed is told what a room has failed on, as a sentence
    LinkParts(List<NodePart> parts, Consumer<String> failed) {
        this.parts = List.copyOf(parts);
        this.failed = failed;
    }

    /// How far each has come; one that cannot say is not on this link.
    List<Frame.Seen> seen() {
        var all = new ArrayList<Frame.Seen>();
        for (var part : parts) guarded(part, "a greeting", () -> all.add(part.seen()));
        return all;
    }

    /// @param lacks rooms that the server does not have
    void up(String epoch, long askedTickMs, List<String> lacks) {
        this.epoch = epoch;
        lacking = Set.copyOf(lacks);
        for (var part : shared()) guarded(part, "a new link", () -> part.up(askedTickMs));
    }

    void down(long silentSinceTickMs) {
        for (var part : shared())
            guarded(part, "the end of a link", () -> part.down(silentSinceTickMs));
    }

    private List<NodePart> shared() {
        return parts.stream().filter(part -> !lacking.contains(part.room())).toList();
    }

    private void guarded(NodePart part, String on, Runnable does) {
        try {
            does.run();
        } catch (RuntimeException | StackOverflowError e) {
            failed.accept("\"%s\" fails on %s: %s".formatted(part.room(), on, Bug.words(e)));
        }
    }

    /// @throws Malformed when it means nothing to its room, or the room has failed on it
    void told(String room, byte[] body) throws Malformed {
        try {
            for (var part : parts) if (part.room().equals(room)) part.told(body, epoch);
        } catch (RuntimeException | StackOverflowError e) {
            throw new Malformed(Bug.words(e), e);
        }
    }

    /// @throws Malformed the same
    StreamSource open(Frame.Open open) throws Malformed {
        try {
            for (var part : parts)
                if (part.room().equals(open.room())) return part.open(open.request());
        } catch (RuntimeException | StackOverflowError e) {
            throw new Malformed(Bug.words(e), e);
        }
        throw new Malformed("this agent does not have \"%s\"".formatted(open.room()));
    }
}
