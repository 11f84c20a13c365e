package dev.skerry.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.cluster.Orders;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.CheckSpec.Target;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import dev.skerry.cluster.node.NodeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckerTest {
    private static final long INTERVAL_MS = 100;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

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
            keepsItsInterval(answers);
            checker.follow(List.of());
            never.countDown();
        }
    }

    /// The same with questions to real ports: one accepts and never answers, at the other even a
    /// connection waits.
    @Test
    void portsThatDoNotAnswerKeepNobodyWaiting() throws Exception {
        var answers = new LinkedBlockingQueue<NodeMessage>();
        var full = new ArrayList<Socket>();
        Checker.Scripts scripts = (_, _) -> new CheckResult(true, "");
        try (var mute = new ServerSocket(0, 1_000, LOOPBACK);
                var deaf = new ServerSocket(0, 1, LOOPBACK);
                var checker = new Checker(scripts, answers::add)) {
            fill(deaf, full);
            var all = new ArrayList<LiveCheck>();
            for (int task = 0; task < 5; task++)
                for (int check = 0; check < JobBounds.CHECKS_MAX; check++) {
                    var port = check % 2 == 0 ? mute : deaf;
                    var target = check % 2 == 0 ? new Target.Http("p", "/") : new Target.Tcp("p");
                    all.add(live("a" + task, "c" + check, target, port.getLocalPort()));
                }
            checker.follow(all);
            for (int i = 0; i < 5 * JobBounds.CHECKS_MAX / 2; i++)
                full.add(accepted(mute)); // all of them have asked
            all.add(live("a9", "well", "script-1"));
            checker.follow(all);
            keepsItsInterval(answers);
        } finally {
            for (var socket : full) socket.close();
        }
    }

    /// Until no connection more is accepted.
    private static void fill(ServerSocket deaf, List<Socket> full) throws IOException {
        while (full.size() < 100) {
            var socket = new Socket();
            full.add(socket);
            try {
                socket.connect(deaf.getLocalSocketAddress(), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    private static Socket accepted(ServerSocket mute) throws IOException {
        mute.setSoTimeout(30_000);
        return mute.accept();
    }

    /// Never sooner; as for later, a busy machine may be late with some of ten, and not with all.
    private static void keepsItsInterval(LinkedBlockingQueue<NodeMessage> answers)
            throws InterruptedException {
        long before = 0;
        long leastNs = Long.MAX_VALUE;
        for (int i = 0; i <= 10; i++) {
            var answer = answers.poll(30, TimeUnit.SECONDS);
            long now = System.nanoTime();
            assertEquals("well", assertInstanceOf(NodeMessage.Checked.class, answer).task());
            if (i > 0) leastNs = Math.min(leastNs, now - before);
            before = now;
        }
        assertTrue(leastNs < TimeUnit.MILLISECONDS.toNanos(5 * INTERVAL_MS), leastNs + " ns");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LiveCheck live(String allocation, String task, String name) {
        var target = new Target.Script("/bin/true", List.of());
        var check = new CheckSpec(name, target, INTERVAL_MS, 60_000, 0, 0);
        return new LiveCheck(Orders.of(allocation, Orders.task(task, Map.of())), task, 1, check);
    }

    private static LiveCheck live(String allocation, String name, Target target, int port) {
        var check = new CheckSpec(name, target, INTERVAL_MS, 60_000, 0, 0);
        var plain = Orders.of(allocation, Orders.task("hanging", Map.of()));
        var order =
                new WorkOrder(
                        allocation,
                        plain.slot(),
                        plain.type(),
                        plain.group(),
                        Map.of(),
                        Map.of("p", port),
                        plain.desired());
        return new LiveCheck(order, "hanging", 1, check);
    }
}
