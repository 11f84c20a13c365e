package dev.skerry.agent.shim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// One life of an agent, for tests that end it the hard way: starts two tasks, says so, and waits.
final class AgentLife {
    private AgentLife() {}

    public static void main(String[] args) throws Exception {
        var world = world(Path.of(args[0]));
        if (args[1].equals("confined")) world.confine();
        var lasting =
                "i=0; while [ ! -e end ]; do i=$((i+1)); echo $i; sleep 0.02; done; "
                        + "echo end; exit 11";
        long pid = world.start(world.shell("lasting", lasting)).pid();
        world.start(world.shell("brief", "while [ ! -e end ]; do sleep 0.02; done; exit 12"));
        System.out.println(pid);
        new CountDownLatch(1).await();
    }

    // never closed: that is the point
    private static Playground world(Path directory) throws IOException {
        return new Playground(directory, true);
    }
}
