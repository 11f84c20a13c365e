package dev.skerry.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.JobVersion;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.server.ServerClock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DueJobsTest {
    final AtomicLong nowMs = new AtomicLong(1_000);
    final ServerClock clock =
            new ServerClock(nowMs::get, () -> TimeUnit.MILLISECONDS.toNanos(nowMs.get()));
    final DueJobs due = new DueJobs();

    void due(String name, int priority, long sequence, long atTickMs) {
        due(name, priority, sequence, atTickMs, false);
    }

    void due(String name, int priority, long sequence, long atTickMs, boolean forced) {
        var spec = ((ClusterMessage.SubmitJob) EvaluatorTest.job(name, priority)).spec();
        var since = new Job.Due(sequence, "", atTickMs);
        var version = forced ? new JobVersion(spec).force() : new JobVersion(spec);
        due.add(new Job(version, 1, false, PersistentMap.empty(), List.of(), since));
    }

    String take() throws InterruptedException {
        var key = due.take(clock);
        return key == null ? "" : key.name();
    }

    @Test
    void theMostImportantComesFirstThenTheLongestWaiting() throws Exception {
        due("old", 50, 1, 0);
        due("new", 50, 2, 0);
        due("important", 90, 3, 0);
        due("later", 99, 4, 2_000);
        assertEquals("important", take());
        assertEquals("old", take());
        assertEquals("new", take());
        nowMs.set(2_000);
        assertEquals("later", take());
    }

    @Test
    void whatIsForcedComesBeforeAllPriorities() throws Exception {
        due("important", 100, 1, 0);
        due("forced", 1, 2, 0, true);
        assertEquals("forced", take());
        assertEquals("important", take());
    }

    @Test
    void aNewerTimeReplacesTheOlder() throws Exception {
        due("a", 50, 1, 5_000);
        due("a", 50, 2, 0);
        due("b", 50, 3, 0);
        assertEquals("a", take());
        assertEquals("b", take());
        due.done(new JobKey("default", "a"), true, nowMs.get());
        nowMs.set(6_000);
        due("c", 1, 4, 0);
        assertEquals("c", take(), "the first time of a is not there any more");
    }

    /// A job that cannot be planned for an hour is tried twice a minute, for ever.
    @Test
    void whatFailsIsTriedLaterAndLaterAndNeverAtOnce() throws Exception {
        due("a", 50, 1, 0);
        for (int i = 0; i < 200; i++) {
            assertEquals("a", take());
            long beforeMs = nowMs.get();
            due.done(new JobKey("default", "a"), false, beforeMs);
            due("b", 1, 2, 0);
            assertEquals("b", take(), "a waits");
            due.done(new JobKey("default", "b"), true, beforeMs);
            nowMs.addAndGet(30_000);
        }
        assertTrue(nowMs.get() > 200 * 30_000);
    }
}
