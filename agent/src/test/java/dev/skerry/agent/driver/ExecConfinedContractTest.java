package dev.skerry.agent.driver;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/// Behind walls all is as it is without.
class ExecConfinedContractTest extends ShellTasks {
    private final Map<Keeper, Driver> looked = new HashMap<>();

    @BeforeEach
    void confine() {
        world().confine();
    }

    @Override
    public Driver driver(Keeper keeper) {
        return looked.computeIfAbsent(keeper, _ -> world().confining(true));
    }
}
