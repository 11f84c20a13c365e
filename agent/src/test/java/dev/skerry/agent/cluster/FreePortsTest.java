package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.WorkOrder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    static final TaskSpec SERVER = Orders.task("server", Map.of());
    static final TaskSpec BESIDE = Orders.task("beside", Map.of());

    static WorkOrder order(int port, TaskSpec... tasks) {
        var was = Orders.of("a1", tasks[0]);
        var group =
                new GroupSpec(
                        was.group().name(),
                        1,
                        was.group().placement(),
                        was.group().policies(),
                        Map.of("web", port),
                        Map.of(),
                        List.of(tasks));
        return new WorkOrder(
                was.allocation(),
                was.slot(),
                was.type(),
                group,
                Map.of(),
                Map.of("web", port),
                was.desired());
    }

    @Test
    void aStrangerThatListensIsNamedByItsPort() throws Exception {
        int port;
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = stranger.getLocalPort();
            for (int attempt = 1; attempt < 3; attempt++) {
                var order = order(port, SERVER);
                int now = attempt;
                var refused =
                        assertThrows(TaskRefused.class, () -> FreePorts.check(order, SERVER, now));
                assertEquals(
                        "port %d (web) is taken: something that is no task of Skerry listens there;"
                                        .formatted(port)
                                + " end it, or give the job another port",
                        refused.reason());
                assertEquals(false, refused.permanent(), "it may go away");
            }
            // From here on it may be a task of the same allocation.
            FreePorts.check(order(port, SERVER, BESIDE), BESIDE, 1);
            FreePorts.check(order(port, SERVER, BESIDE), SERVER, 2);
        }
        FreePorts.check(order(port, SERVER), SERVER, 1);
    }
}
