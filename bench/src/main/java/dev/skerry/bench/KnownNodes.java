package dev.skerry.bench;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.raft.RatisLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The data folder of a server that has met many nodes: each has joined with a token of its own and
/// described itself, by the server's own leader on its own log. None of them is there any more.
final class KnownNodes {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private KnownNodes() {}

    /// Fills a folder that no server has used.
    static void join(Path data, int count) throws IOException, InterruptedException {
        join(data, count, ServerRooms.usual());
    }

    /// The same for a server of other rooms.
    static void join(Path data, int count, List<ServerRoom> rooms)
            throws IOException, InterruptedException {
        var saved = ServerRooms.saved(rooms);
        var empty = ServerRooms.empty(saved);
        var leader = new Leader(empty, new ServerClock(), new ServerMetrics());
        try (var log =
                        new RatisLog(
                                data.resolve("raft"),
                                leader.follower(),
                                saved,
                                Throwable::printStackTrace);
                leader) {
            leader.start(log, Throwable::printStackTrace);
            if (!leader.awaitLeadership(PATIENCE)) throw new IOException("no leader");
            var answers = new ArrayList<CompletableFuture<Applied>>();
            for (int i = 0; i < count; i++)
                for (var message : joining(i))
                    answers.add(leader.submit(CLUSTER, message, Caller.SERVERS));
            for (var answer : answers)
                if (answer.join() instanceof Applied.Refused(var refusal))
                    throw new IOException(refusal.sentence());
        }
    }

    private static List<ClusterMessage> joining(int number) {
        var id = MadeUpWork.node(number);
        var hash = "%064x".formatted(number);
        return List.of(
                new ClusterMessage.IssueToken(hash, "default", 3_600_000),
                new ClusterMessage.Join(
                        hash, new Node.Identity(id, id, "default", "dc1"), "key-" + number),
                new ClusterMessage.Describe(id, MadeUpWork.facts(number)));
    }
}
