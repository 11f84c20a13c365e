package dev.skerry.agent.shim;

import java.nio.file.Path;

/// The same where no cgroup can be had.
class LeftBehindWithoutCgroupsTest extends LeftBehindTest {
    @Override
    Playground open(Path directory) throws Exception {
        return new Playground(directory, false);
    }
}
