package dev.skerry.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.skerry.agent.Orders;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import dev.skerry.cluster.node.NodeMessage;
import java.util.List;
import java.util.Map;
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
                    return new Answer(true, "");
                };
        try (var checker = new Checker(scripts, answers::add)) {
            var target = new CheckSpec.Target.Script("/bin/true", List.of());
            var check = new CheckSpec("script-1", target, 100, 1_000, 0, 0);
            var order = Orders.of("a1", Orders.task("server", Map.of()));
            checker.follow(List.of(new LiveCheck(order, "server", 1, check)));
            var first = answers.poll(30, TimeUnit.SECONDS);
            assertEquals(
                    "it could not be asked: java.lang.IllegalStateException: no disk",
                    assertInstanceOf(NodeMessage.Checked.class, first).output());
            var second = answers.poll(30, TimeUnit.SECONDS);
            assertNotNull(second);
            assertEquals("", assertInstanceOf(NodeMessage.Checked.class, second).output());
        }
    }
}
