package dev.skerry.agent.shim;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What has a [Playground] for each of its tests, with whatever cgroups this machine has.
abstract class InPlayground {
    @TempDir Path directory;
    Playground world;

    @BeforeEach
    void open() throws Exception {
        world = open(directory);
    }

    Playground open(Path directory) throws Exception {
        return new Playground(directory, true);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }
}
