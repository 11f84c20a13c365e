package dev.skerry.agent.driver;

import dev.skerry.agent.exec.ExecDriver;
import dev.skerry.agent.shim.Playground;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/// Another name for what `exec` does, after a while.
public final class SlowDriver implements Driver {
    public static final String NAME = "slow";

    private final ExecDriver exec;
    private final CountDownLatch goesOn;

    /// @param goesOn what its preparations wait for
    public SlowDriver(Keeper keeper, CountDownLatch goesOn) {
        exec = Playground.open(keeper);
        this.goesOn = goesOn;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DriverFacts facts() {
        return new DriverFacts(java.util.List.of(NAME, NAME + ".patience"), java.util.List.of());
    }

    @Override
    public Prepared prepare(TaskLaunch launch, Steps steps)
            throws TaskRefused, InterruptedException {
        steps.at("waits since " + Instant.EPOCH);
        goesOn.await();
        return exec.prepare(launch, steps);
    }

    @Override
    public Started start(Prepared prepared) throws TaskRefused {
        return exec.start(prepared);
    }

    @Override
    public Started beside(TaskHandle task, TaskLaunch program) throws TaskRefused {
        return exec.beside(task, program);
    }
}
