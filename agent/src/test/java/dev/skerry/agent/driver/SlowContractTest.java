package dev.skerry.agent.driver;

import java.util.concurrent.CountDownLatch;

/// A driver with a name of its own, whose preparations are asked to wait for nothing.
class SlowContractTest extends ShellTasks {
    @Override
    public Driver driver(Keeper keeper) {
        return new SlowDriver(keeper, new CountDownLatch(0));
    }
}
