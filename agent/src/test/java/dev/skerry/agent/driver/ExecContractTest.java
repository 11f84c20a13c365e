package dev.skerry.agent.driver;

import dev.skerry.agent.exec.ExecDriver;

class ExecContractTest extends ShellTasks {
    @Override
    public Driver driver(Keeper keeper) {
        return ExecDriver.open(keeper);
    }
}
