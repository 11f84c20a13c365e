package dev.skerry.agent.shim;

import java.nio.file.Path;

/// The same where no cgroup can be had.
class StopWithoutCgroupsTest extends StopTest {
    @Override
    Playground open(Path directory) throws Exception {
        return new Playground(directory, false);
    }
}
