package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.link.Frame;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Tells a node that comes back from a copy of it. A copied data folder holds the certificate too,
/// and two agents with one identity would throw each other out for ever: who is linked and lives
/// stays, the other is held off.
///
/// | the link that is there               | who says hello now                        |
/// |--------------------------------------|-------------------------------------------|
/// | is of the same start of the agent    | is let in: it has lost its link           |
/// | ends, or its machine knows it not    | is let in: it was started anew            |
/// | is silent for longer than its pings  | is let in                                 |
/// | speaks                               | is a copy: held off, and said to people   |
/// | none is there                        | is let in; who was held off before only   |
/// |                                      | when the node is missed                   |
final class Copies {
    /// A node waits for an answer to its hello for 20 s.
    private static final Duration WAIT_MAX = Duration.ofSeconds(15);

    private static final Duration WAIT_MIN = Duration.ofSeconds(2);

    /// What a node said before it went is followed by its end within so much.
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private static final int SAID_MAX = 1_000;

    private final NodeLinks home;
    private final Duration silence;
    private final Set<String> lookedAt = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> said = new LinkedHashMap<>();

    /// Node and instance of those that were held off.
    private final Map<String, Boolean> copies = new LinkedHashMap<>();

    /// @param pingEvery how often a node that is there is heard
    Copies(NodeLinks home, Duration pingEvery) {
        this.home = home;
        var longer = pingEvery.multipliedBy(3).dividedBy(2);
        this.silence = longer.compareTo(WAIT_MIN) < 0 ? WAIT_MIN : longer;
    }

    /// Waits until it is known who of the two is the node.
    ///
    /// @return the last words to the next; null: it is the node, and the link before is over
    Frame.@Nullable Refused heldOff(OpenLink before, OpenLink next) throws InterruptedException {
        if (before.instance().isEmpty() || next.instance().isEmpty()) return null;
        if (before.instance().equals(next.instance())) return null;
        if (!lookedAt.add(next.node())) return refused(before);
        try {
            before.probe();
            var wait = silence.compareTo(WAIT_MAX) < 0 ? silence : WAIT_MAX;
            return switch (before.signs().await(wait, SETTLE)) {
                case ENDED -> null;
                case NOTHING -> wait.equals(silence) ? null : refused(before);
                case SPOKE -> {
                    remember(next);
                    tell(before, next);
                    yield refused(before);
                }
            };
        } finally {
            lookedAt.remove(next.node());
        }
    }

    /// Whether it has to wait although nobody is linked: the agent that it was held off for may be
    /// started anew in this moment, and its tasks run on.
    ///
    /// @return the last words to it; null: it is let in
    Frame.@Nullable Refused waits(OpenLink next) {
        var key = key(next);
        synchronized (copies) {
            if (!copies.containsKey(key)) return null;
        }
        var known = home.leader().now().of(CLUSTER).nodes().find(next.node());
        if (known != null && known.contact().reachable())
            return new Frame.Refused(
                    ("This agent has the identity of %s, which another one had a moment ago; it is"
                                    + " let in when that one is missed. Stop one of the two, and"
                                    + " start it with an empty data folder and a token of `skerry"
                                    + " node join-token`.")
                            .formatted(home.called(next.node())),
                    true);
        synchronized (copies) {
            copies.remove(key);
        }
        home.say(
                next.node(),
                "the agent at %s takes the place of %s: it was held off as a copy, and the one that"
                                .formatted(next.address(), home.called(next.node()))
                        + " was linked is missed");
        return null;
    }

    private static String key(OpenLink link) {
        return link.node() + " " + link.instance();
    }

    private void remember(OpenLink next) {
        synchronized (copies) {
            copies.put(key(next), true);
            if (copies.size() > SAID_MAX) copies.remove(copies.keySet().iterator().next());
        }
    }

    /// It may try again: who is linked now may go.
    private Frame.Refused refused(OpenLink before) {
        return new Frame.Refused(
                ("Another agent with the identity of %s is linked, from %s; if it is none that was"
                                + " here before, one data folder was copied: stop one of the two,"
                                + " and start it with an empty data folder and a token of `skerry"
                                + " node join-token`.")
                        .formatted(home.called(before.node()), before.address()),
                true);
    }

    /// Once for two agents, however often they meet; and no more often than the node's share says,
    /// however many starts its agents claim.
    private void tell(OpenLink before, OpenLink next) {
        var pair =
                next.node()
                        + " "
                        + (before.instance().compareTo(next.instance()) < 0
                                ? before.instance() + " " + next.instance()
                                : next.instance() + " " + before.instance());
        synchronized (said) {
            if (said.containsKey(pair)) return;
            if (!home.share(next.node()).copy(home.tickMs())) return;
            said.put(pair, true);
            if (said.size() > SAID_MAX) said.remove(said.keySet().iterator().next());
        }
        home.say(
                next.node(),
                "%s is there twice: the agent at %s is linked, the one at %s was held off"
                        .formatted(home.called(next.node()), before.address(), next.address()));
        var _ =
                home.leader()
                        .submit(
                                CLUSTER,
                                new ClusterMessage.NodeCopied(
                                        next.node(), before.address(), next.address()),
                                Caller.SERVERS);
    }
}
