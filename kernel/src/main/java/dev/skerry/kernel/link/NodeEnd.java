package dev.skerry.kernel.link;

import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The node's end of one link, from its hello on. It knows no socket, no thread and no clock: what
/// comes and what time it is are arguments, what to do is the answer.
public final class NodeEnd {
    private static final int SAID_MAX = 64;
    private static final int REASON_CHARACTERS_MAX = 200;

    private final Set<String> rooms;
    private final Set<String> said = new HashSet<>();
    private final Answers answers;
    private Frame.@Nullable Welcome welcome;

    /// What is to be done about what has come.
    public sealed interface NodeDuty {
        /// The link is up.
        record Up(Frame.Welcome welcome) implements NodeDuty {}

        /// The server has heard what was said then.
        record Heard(long saidTickMs) implements NodeDuty {}

        /// For a room's part on this node.
        @SuppressWarnings("ArrayRecordComponent") // nobody changes the bytes of a frame
        record Told(String room, byte[] body) implements NodeDuty {}

        /// For a room's part on this node: somebody wants to read something.
        record Opened(Frame.Open open) implements NodeDuty {}

        /// A stream may go on.
        record Granted(long stream, long bytesMore) implements NodeDuty {}

        /// Nobody reads a stream any more.
        record Closed(long stream) implements NodeDuty {}

        /// The next certificate.
        record Certified(Frame.Certified certified) implements NodeDuty {}

        /// To be sent.
        record Send(Frame.FromNode frame) implements NodeDuty {}

        /// To be said to people, once; the link goes on.
        record Say(String sentence) implements NodeDuty {}

        /// The link is over.
        ///
        /// @param retry false: trying again without a change is of no use
        record End(String reason, boolean retry) implements NodeDuty {}

        /// Nothing.
        record Nothing() implements NodeDuty {}
    }

    /// What is to be done to give a sign of life.
    public enum Sign {
        PING,

        /// Nothing was answered for too long: whatever still comes was said long ago.
        GIVE_UP
    }

    /// @param rooms that this node has
    /// @param helloTickMs when the hello was sent
    public NodeEnd(List<String> rooms, long helloTickMs) {
        this.rooms = Set.copyOf(rooms);
        answers = new Answers(helloTickMs);
    }

    /// Whether the link is up.
    public boolean up() {
        return welcome != null;
    }

    /// Whether the server has that room too: without it nobody there listens.
    public boolean shares(String room) {
        var it = welcome;
        return it != null && it.rooms().contains(room);
    }

    /// Rooms of this node that the server does not have: what they would say waits.
    public List<String> lacking() {
        return rooms.stream().filter(room -> !shares(room)).sorted().toList();
    }

    /// When that was said which the server has answered last.
    public long saidTickMs() {
        return answers.saidTickMs();
    }

    /// Something has come.
    public NodeDuty came(Frame.FromServer frame) {
        if (welcome == null) return first(frame);
        return switch (frame) {
            case Frame.Pong _ -> new NodeDuty.Heard(answers.answered());
            case Frame.To(var room, _, var body) ->
                    rooms.contains(room) ? new NodeDuty.Told(room, body) : lacks(room);
            case Frame.Open open ->
                    rooms.contains(open.room()) ? new NodeDuty.Opened(open) : declined(open);
            case Frame.Credit(var stream, var more) -> new NodeDuty.Granted(stream, more);
            case Frame.Close(var stream, _) -> new NodeDuty.Closed(stream);
            case Frame.Certified certified -> new NodeDuty.Certified(certified);
            case Frame.Refused(var reason, _) -> new NodeDuty.Say("the server says: " + reason);
            case Frame.Unknown(var kind) ->
                    once(
                            "the server sends frames of kind %d, which this agent does not know"
                                    .formatted(kind));
            case Frame.Welcome again ->
                    again.equals(welcome)
                            ? new NodeDuty.Nothing()
                            : new NodeDuty.End("the server has welcomed this node anew", true);
        };
    }

    private NodeDuty first(Frame.FromServer frame) {
        return switch (frame) {
            case Frame.Welcome it -> {
                welcome = it;
                yield new NodeDuty.Up(it);
            }
            case Frame.Refused(var reason, var retry) -> new NodeDuty.End(reason, retry);
            case Frame.Unknown _ -> new NodeDuty.Nothing();
            case Frame.Certified _,
                    Frame.Pong _,
                    Frame.To _,
                    Frame.Open _,
                    Frame.Credit _,
                    Frame.Close _ ->
                    new NodeDuty.End(
                            "the server has not answered the hello, but sent a "
                                    + frame.getClass().getSimpleName(),
                            true);
        };
    }

    /// What came for a room means nothing to it.
    public NodeDuty meaningless(String room, Malformed why) {
        return once(
                "what the server says for \"%s\" is not understood here: %s"
                        .formatted(room, Text.fit(why.getMessage() + "", REASON_CHARACTERS_MAX)));
    }

    /// Whoever wants to read it is told, at the server.
    private static NodeDuty declined(Frame.Open open) {
        var why = "this agent does not have \"%s\"".formatted(open.room());
        return new NodeDuty.Send(new Frame.Close(open.stream(), why));
    }

    private NodeDuty lacks(String room) {
        return once("the server speaks for \"%s\", which this agent does not have".formatted(room));
    }

    /// However often it comes: the servers of a fleet may be newer than its nodes for long.
    private NodeDuty once(String sentence) {
        if (said.size() < SAID_MAX && said.add(sentence))
            return new NodeDuty.Say(sentence + "; it is passed over");
        return new NodeDuty.Nothing();
    }

    /// It is time for a sign of life. With [Sign#PING] the ping counts as sent.
    public Sign ping(long tickMs) {
        var it = welcome;
        boolean silent = it != null && tickMs - answers.saidTickMs() >= it.silenceMs();
        if (silent || answers.full()) return Sign.GIVE_UP;
        answers.asked(tickMs);
        return Sign.PING;
    }
}
