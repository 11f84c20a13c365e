package dev.skerry.kernel.link;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A server's end of one link, from its welcome on. It knows no socket, no thread and no clock:
/// what comes and what time it is are arguments, what to do is the answer.
///
/// What its node can put into the log is bounded by a [NodeShare]: after each frame it is to be
/// asked what is [#due] as well.
///
/// One thread may hear ([#came]) while another tells ([#tell]); they share nothing.
public final class ServerEnd {
    private static final int SAID_MAX = 64;
    private static final int REASON_CHARACTERS_MAX = 200;

    private final String node;
    private final Map<String, ServerPart> parts = new LinkedHashMap<>();
    private final List<ServerPart.Feed> feeds = new ArrayList<>();
    private final NodeShare share;
    private final Set<String> said = new HashSet<>();

    /// For each room the last of what is gathered.
    private final Map<String, Ask<?>> held = new LinkedHashMap<>();

    private int pings;

    /// What is to be done about what has come.
    public sealed interface ServerDuty {
        /// To be sent.
        record Send(Frame.FromServer frame) implements ServerDuty {}

        /// For the log, on behalf of the node: again and again, until it is there or never will be.
        /// Nothing else of the link is heard meanwhile.
        ///
        /// @param then to be sent afterwards; null: nothing
        /// @param notBeforeTickMs when it is the node's turn
        record Submit(Ask<?> ask, Frame.@Nullable To then, long notBeforeTickMs)
                implements ServerDuty {}

        /// A key to be certified. Nothing else of the link is heard until then.
        ///
        /// @param notBeforeTickMs when it is the node's turn
        record Renew(String publicKey, long notBeforeTickMs) implements ServerDuty {}

        /// A piece of a stream.
        @SuppressWarnings("ArrayRecordComponent") // nobody changes the bytes of a frame
        record Data(long stream, long at, byte[] piece) implements ServerDuty {}

        /// No more comes of a stream.
        record Closed(long stream, String error) implements ServerDuty {}

        /// To be said to people of the node, once; the link goes on.
        ///
        /// @param sentence without its subject, which is the node
        /// @param then to be sent all the same, so that nobody waits for it; null: nothing
        record Say(String sentence, Frame.@Nullable To then) implements ServerDuty {}

        /// The link is over.
        record End(String reason) implements ServerDuty {}

        /// Nothing.
        record Nothing() implements ServerDuty {}
    }

    /// @param epoch of the servers' state now
    /// @param parts of all rooms; those that the node has too are told about
    /// @param share of the node, of all its links
    public ServerEnd(
            Frame.Hello hello, String epoch, List<? extends ServerPart> parts, NodeShare share) {
        node = hello.node();
        this.share = share;
        for (var part : parts) {
            this.parts.put(part.room(), part);
            var seen = hello.seen(part.room());
            if (seen == null) continue;
            boolean known = seen.epoch().equals(epoch) && seen.version() > 0;
            feeds.add(part.feed(node, known ? seen : Frame.Seen.nothing(part.room())));
        }
    }

    /// Tells the node what there is to tell it now; the first time after the welcome.
    public void tell(ServerPart.Telling to) throws IOException {
        for (var feed : feeds) feed.next(to);
    }

    /// Something has come.
    public ServerDuty came(Frame.FromNode frame, long tickMs) {
        return switch (frame) {
            case Frame.Ping _ ->
                    ++pings % Frame.Pong.PINGS == 0
                            ? new ServerDuty.Send(new Frame.Pong())
                            : new ServerDuty.Nothing();
            case Frame.To(var room, _, var body) -> heard(room, body, tickMs);
            case Frame.Data(var stream, var at, var piece) ->
                    new ServerDuty.Data(stream, at, piece);
            case Frame.Close(var stream, var error) -> new ServerDuty.Closed(stream, error);
            case Frame.Renew(var publicKey) ->
                    new ServerDuty.Renew(publicKey, share.renewalTickMs(tickMs));
            case Frame.Join _, Frame.Hello _ ->
                    new ServerDuty.End("a greeting came after the greeting");
            case Frame.Unknown(var kind) ->
                    once(
                            "sends frames of kind %d, which this server does not know"
                                    .formatted(kind),
                            null);
        };
    }

    /// What was gathered, when its time has come: at the latest with the next sign of life after
    /// it.
    public ServerDuty due(long tickMs) {
        if (held.isEmpty() || !share.gathered(tickMs)) return new ServerDuty.Nothing();
        var room = held.keySet().iterator().next();
        var ask = held.remove(room);
        return ask == null ? new ServerDuty.Nothing() : submit(ask, null, tickMs);
    }

    private ServerDuty submit(Ask<?> ask, Frame.@Nullable To then, long tickMs) {
        return new ServerDuty.Submit(ask, then, share.entryTickMs(tickMs));
    }

    private ServerDuty heard(String room, byte[] body, long tickMs) {
        var part = parts.get(room);
        if (part == null)
            return once("speaks for \"%s\", which this server does not have".formatted(room), null);
        try {
            var heard = part.heard(node, body);
            var ask = heard.ask();
            var answer = heard.answer();
            if (ask != null && heard.gathered()) {
                held.put(room, ask);
                return due(tickMs);
            }
            if (ask != null) return submit(ask, answer, tickMs);
            return answer == null ? new ServerDuty.Nothing() : new ServerDuty.Send(answer);
        } catch (Malformed e) {
            return once(
                    "said something for \"%s\" that is not understood here: %s"
                            .formatted(room, Text.fit(e.getMessage() + "", REASON_CHARACTERS_MAX)),
                    part.passedOver(body));
        }
    }

    private ServerDuty once(String what, Frame.@Nullable To then) {
        if (said.size() < SAID_MAX && said.add(what))
            return new ServerDuty.Say(what + "; it is passed over", then);
        return then == null ? new ServerDuty.Nothing() : new ServerDuty.Send(then);
    }
}
