package dev.skerry.server.http;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.server.Control;
import dev.skerry.cluster.server.Declined;
import dev.skerry.cluster.server.EventRing;
import dev.skerry.cluster.server.EventText;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.server.Applied;
import dev.skerry.server.LeadershipLost;
import dev.skerry.server.ServerParts;
import dev.skerry.server.Snapshot;
import dev.skerry.server.link.LogReader;
import dev.skerry.server.link.LogStreams;
import dev.skerry.server.strangers.Places;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What the routes need, from the parts of a server.
final class LeaderControl implements Control {
    /// A change that is not certain after so long is answered with "not now".
    private static final Duration CERTAIN_WITHIN = Duration.ofSeconds(30);

    /// Requests that wait for news at one time: so many fewer than connections that those which do
    /// not wait always get in.
    static final int WAITING_MAX = Connections.ALL_MAX / 2;

    static final int WAITING_OF_ADDRESS_MAX = Connections.ADDRESS_MAX / 2;

    private final Places waiting = new Places(WAITING_MAX, WAITING_OF_ADDRESS_MAX);

    /// Whoever can reach the API is let in, until it is known who that is.
    private static final Caller LOCAL = new Caller(Caller.Kind.PERSON, "local");

    private final ServerParts parts;
    private final EventRing events = new EventRing();

    LeaderControl(ServerParts parts) {
        this.parts = parts;
        var began = parts.leader().now();
        events.add(
                EventText.ofStart(began.index(), parts.clock().now().wallMs(), began.of(CLUSTER)));
        parts.leader()
                .listen((index, batch, after) ->
                        events.add(
                                EventText.of(
                                        index,
                                        parts.clock().now().wallMs(),
                                        batch.facts(CLUSTER),
                                        after.of(CLUSTER))));
        events.startsAfter(began.index());
    }

    @Override
    public Result submit(ClusterMessage message) throws InterruptedException {
        try {
            var applied =
                    parts.leader()
                            .submit(CLUSTER, message, LOCAL)
                            .get(CERTAIN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return switch (applied) {
                case Applied.Done(var index) -> new Result.Done(index);
                case Applied.Refused(var refusal) -> new Result.Refused(refusal);
            };
        } catch (TimeoutException _) {
            return unavailable("It is not certain yet; look in a moment whether it is so.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LeadershipLost)
                return unavailable("The servers changed their leader; look whether it is so.");
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Result unavailable(String why) {
        return new Result.Refused(new Refusal.Unavailable(why));
    }

    @Override
    public View now() {
        return view(parts.leader().now());
    }

    @Override
    public View awaitNewer(long index, Duration timeout) throws InterruptedException, Declined {
        var now = now();
        var address = Connections.address();
        if (now.index() > index) return now;
        if (address == null) return view(parts.leader().awaitNewer(index, timeout));
        if (!waiting.take(address))
            throw new Declined(503, "The places for requests that wait are taken; ask later.");
        try {
            return view(parts.leader().awaitNewer(index, timeout));
        } finally {
            waiting.giveBack(address);
        }
    }

    private static View view(Snapshot snapshot) {
        return new View(snapshot.index(), snapshot.of(CLUSTER));
    }

    @Override
    public Now time() {
        return parts.clock().now();
    }

    @Override
    public boolean leads() {
        return parts.leader().leads();
    }

    @Override
    public Issued issueToken(String pool, Duration ttl, String node) throws InterruptedException {
        var secret = parts.authority().freshSecret();
        var message = new ClusterMessage.IssueToken(secret.hash(), pool, ttl.toMillis(), node);
        return switch (submit(message)) {
            case Result.Done _ -> new Issued.Token(secret.text());
            case Result.Refused(var refusal) -> new Issued.Refused(refusal);
        };
    }

    @Override
    public LogOutcome logs(LogQuery query) {
        var asked =
                new LogStreams.Query(
                        query.allocation(),
                        query.task(),
                        query.source(),
                        query.offset(),
                        query.follow());
        return switch (parts.logs().open(asked)) {
            case LogStreams.Opened.Reading(var reader) ->
                    new LogOutcome.Reading(new Reading(reader));
            case LogStreams.Opened.Refused(var refusal) -> new LogOutcome.Refused(refusal);
        };
    }

    private record Reading(LogReader reader) implements LogSource {
        @Override
        public LogPiece next(Duration wait) throws InterruptedException {
            return switch (reader.next(wait)) {
                case LogReader.Piece.Data(var offset, var bytes) ->
                        new LogPiece.Data(offset, bytes);
                case LogReader.Piece.Quiet _ -> new LogPiece.Quiet();
                case LogReader.Piece.End(var error) -> new LogPiece.End(error);
            };
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    @Override
    public EventRing events() {
        return events;
    }
}
