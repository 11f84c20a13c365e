package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.WorkOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// The servers know which ports other allocations have, but not what else listens on a machine. A
/// task that came second would fail, and its checks would be answered by a stranger.
final class FreePorts {
    private static final int ANSWER_MS = 250;

    private FreePorts() {}

    /// Looks before the first task of an allocation starts; later it may be a sibling that listens.
    static void check(WorkOrder order, TaskSpec task, int attempt) throws TaskRefused {
        var tasks = order.group().tasks();
        boolean first = task.name().equals(tasks.getFirst().name());
        if (!first || (attempt > 1 && tasks.size() > 1)) return;
        for (var port : order.ports().entrySet())
            if (taken(port.getValue()))
                throw TaskRefused.forNow(
                        ("port %d (%s) is taken: something that is no task of Skerry listens there;"
                                        + " end it, or give the job another port")
                                .formatted(port.getValue(), port.getKey()));
    }

    private static boolean taken(int port) {
        var loopback = InetAddress.getLoopbackAddress();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback, port), ANSWER_MS);
            return true;
        } catch (SocketTimeoutException e) {
            return true; // it listens and is busy: nobody refuses
        } catch (IOException e) {
            return false;
        }
    }
}
