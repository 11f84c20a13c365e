package dev.skerry.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.cluster.Orders;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import dev.skerry.cluster.node.NodeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckerTest {
    @Test
    void asksAgainAfterAQuestionThatCouldNotBeAsked() throws Exception {
        var answers = new LinkedBlockingQueue<NodeMessage>();
        var asked = new AtomicInteger();
        Checker.Scripts scripts =
                (_, _) -> {
                    if (asked.incrementAndGet() == 1) throw new IllegalStateException("no disk");
                    return new CheckResult(true, "");
                };
        try (var checker = new Checker(scripts, answers::add)) {
            var target = new CheckSpec.Target.Script("/bin/true", List.of());
            var check = new CheckSpec("script-1", target, 100, 1_000, 0, 0);
            var order = Orders.of("a1", Orders.task("server", Map.of()));
            checker.follow(List.of(new LiveCheck(order, "server", 1, check)));
            var first = answers.poll(30, TimeUnit.SECONDS);
            assertEquals(
                    "it could not be asked: no disk",
                    assertInstanceOf(NodeMessage.Checked.class, first).output());
            var second = answers.poll(30, TimeUnit.SECONDS);
            assertNotNull(second);
            assertEquals("", assertInstanceOf(NodeMessage.Checked.class, second).output());
        }
    }

    /// As many as may hang: all checks of five tasks. The one of the sixth is asked again and
    /// again.
    @Test
    void checksThatHangKeepNobodyWaiting() throws Exception {
        var answers = new LinkedBlockingQueue<NodeMessage>();
        var hanging = new CountDownLatch(5 * JobBounds.CHECKS_MAX);
        var never = new CountDownLatch(1);
        Checker.Scripts scripts =
                (live, _) -> {
                    if (live.task().equals("well")) return new CheckResult(true, "");
                    hanging.countDown();
                    await(never);
                    return new CheckResult(false, "it hung");
                };
        try (var checker = new Checker(scripts, answers::add)) {
            var all = new ArrayList<LiveCheck>();
            for (int task = 0; task < 5; task++)
                for (int check = 0; check < JobBounds.CHECKS_MAX; check++)
                    all.add(live("a" + task, "hanging", "script-" + check));
            checker.follow(all);
            assertTrue(hanging.await(30, TimeUnit.SECONDS), "all of them hang");
            all.add(live("a9", "well", "script-1"));
            checker.follow(all);
            for (int i = 0; i < 3; i++) {
                var answer = answers.poll(30, TimeUnit.SECONDS);
                assertEquals("well", assertInstanceOf(NodeMessage.Checked.class, answer).task());
            }
            checker.follow(List.of());
            never.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LiveCheck live(String allocation, String task, String name) {
        var target = new CheckSpec.Target.Script("/bin/true", List.of());
        var check = new CheckSpec(name, target, 100, 60_000, 0, 0);
        return new LiveCheck(Orders.of(allocation, Orders.task(task, Map.of())), task, 1, check);
    }
}
