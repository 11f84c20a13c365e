package dev.skerry.agent.driver;

import dev.skerry.agent.shim.Playground;

class ExecContractTest extends ShellTasks {
    @Override
    public Driver driver(Keeper keeper) {
        return Playground.open(keeper);
    }
}
