package dev.skerry.server;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decided;
import dev.skerry.server.leader.LeaderCore.Leadership;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishedTest {
    private final Published published = new Published(ServerRooms.empty(), new ServerClock());

    @AfterEach
    void close() {
        published.close();
    }

    private Leadership lead(long term) {
        published.leads(term);
        return led();
    }

    private Leadership led() {
        var leads = published.leadership();
        assertNotNull(leads);
        return leads;
    }

    private static String hash(int number) {
        return "%064x".formatted(number);
    }

    private void ask(int number) {
        assertInstanceOf(
                Decided.Accepted.class,
                published.decide(
                        CLUSTER,
                        new ClusterMessage.IssueToken(hash(number), "default", 60_000),
                        Caller.SERVERS));
    }

    /// Of another server that has led in between.
    private static Batch foreign(int number) {
        var token = new JoinToken(hash(number), "default", 60_000, 60_000, "", "", "");
        var told = CLUSTER.told(new ClusterFact.TokenIssued(token));
        return new Batch(7, 1, List.of(new Act(Caller.SERVERS, 0, List.of(told))));
    }

    /// What was decided on a state that another's entry has voided is not for the log.
    @Test
    void anothersEntryEndsTheTimeInWhichAPromiseHolds() {
        var before = lead(8);
        ask(1);
        assertNotNull(published.close(before));
        ask(2);
        published.committed(1, foreign(3));
        assertNotEquals(before, published.leadership());
        assertNull(published.close(before));
        assertEquals(1, published.closed().of(CLUSTER).tokens().size());
        ask(2);
        assertNotNull(published.close(led()));
        assertEquals(2, published.closed().of(CLUSTER).tokens().size());
    }

    @Test
    void anothersEntryThatVoidsNothingEndsNothing() {
        var leads = lead(8);
        published.committed(1, foreign(3));
        assertEquals(leads, published.leadership());
        ask(1);
        assertNotNull(published.close(leads));
    }

    @Test
    void whatIsDecidedIsDroppedWhenTheLeadershipHasEnded() {
        var leads = lead(8);
        ask(1);
        published.deposed();
        assertNull(published.close(leads));
        var again = lead(9);
        assertNotEquals(leads, again);
        var batch = published.close(again);
        assertNotNull(batch);
        assertEquals(List.of(), batch.acts());
    }
}
