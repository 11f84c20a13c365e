package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.agent.exec.ExecDriver;
import dev.skerry.agent.exec.ExecSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedEndTest {
    @TempDir Path data;

    /// A number that was half written would keep every later agent from starting.
    @Test
    void theNumberIsReplacedAsAWhole() throws Exception {
        var settings = ExecSettings.of(data.resolve("exec"), "n-000000000001", 1_000);
        try (var driver = ExecDriver.open(settings, _ -> {})) {
            SharedEnd.open(data, true).endTasks(driver);
            var link = Files.createLink(data.resolve("before"), data.resolve("ends"));
            SharedEnd.open(data, true).endTasks(driver);
            assertEquals("1", Files.readString(link));
            assertEquals("boot+2", SharedEnd.open(data, true).bootId("boot"));
        }
    }

    /// The agent ends what runs when it is told nothing more, and leaves only then.
    @Test
    void theTasksAreEndedByADriverThatIsClosed() throws Exception {
        var settings = ExecSettings.of(data.resolve("exec"), "n-000000000001", 1_000);
        var driver = ExecDriver.open(settings, _ -> {});
        try (driver) {
            assertEquals(List.of(), driver.recover());
        }
        SharedEnd.open(data, true).endTasks(driver);
        driver.leave();
        assertEquals("boot+1", SharedEnd.open(data, true).bootId("boot"));
    }
}
