package dev.skerry.agent.driver;

import dev.skerry.cluster.job.Confinement;

/// Behind walls all is as it is without.
class JavaConfinedContractTest extends JavaContractTest {
    @Override
    Confinement confinement() {
        return Confinement.ALL;
    }
}
