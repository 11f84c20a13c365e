package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.skerry.agent.driver.TaskHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of an end, by what a shim has written down of it.
class RecordsTest {
    private static final String OTHERS =
            "; processes that it had started were killed for want of memory:"
                    + " raise resources.memory of the task";

    @TempDir Path directory;

    @Test
    void anEndByItself() throws Exception {
        assertEquals("exit code 7", end(7, 0, 0, 0));
        assertEquals("ended by SIGTERM", end(0, 15, 0, 0));
    }

    @Test
    void outOfMemoryIsWhatTheKernelEndedForWantOfIt() throws Exception {
        var said = "killed: out of memory; raise resources.memory of the task";
        assertEquals(said, end(0, 9, 1, 0));
    }

    /// Whatever its children met, a task that ended in a way of its own is said to have done so.
    @Test
    void aChildOutOfMemoryIsSaidApart() throws Exception {
        assertEquals("exit code 0" + OTHERS, end(0, 0, 1, 0));
        assertEquals("exit code 7" + OTHERS, end(7, 0, 1, 0));
        assertEquals("exit code 137" + OTHERS, end(137, 0, 1, 0)); // a shell whose program was it
        assertEquals("ended by SIGSEGV" + OTHERS, end(0, 11, 1, 0));
        assertEquals("ended by SIGTERM" + OTHERS, end(0, 15, 1, 0));
    }

    @Test
    void aKillThatWasOrderedIsNotTheKernels() throws Exception {
        assertEquals("ended by SIGKILL", end(0, 9, 0, 1));
        assertEquals("ended by SIGKILL" + OTHERS, end(0, 9, 1, 1));
    }

    /// It returns 128 and the signal that ended what it wraps. What is more is a code of the task.
    @Test
    void behindAWrapperASignalIsACode() throws Exception {
        assertEquals("ended by SIGTERM", wrapped(143, 0));
        assertEquals("killed: out of memory; raise resources.memory of the task", wrapped(137, 1));
        assertEquals("exit code 128", wrapped(128, 0));
        assertEquals("ended by 64", wrapped(192, 0));
        assertEquals("exit code 193", wrapped(193, 0));
        assertEquals("exit code 7", wrapped(7, 0));
    }

    private String wrapped(int code, int oomKilled) throws Exception {
        return read(
                "code=%d\nsignal=0\noomKilled=%d\nkilled=0\nwrapped=1\nat=1\ndroppedBytes=0\n"
                        .formatted(code, oomKilled));
    }

    /// Shims outlive the agent that started them, and its version.
    @Test
    void readsWhatEarlierShimsWrote() throws Exception {
        assertEquals("exit code 3", read("code=3\nsignal=0\noomKilled=0\nat=1\ndroppedBytes=0\n"));
    }

    private String end(int code, int signal, int oomKilled, int killed) throws Exception {
        return read(
                "code=%d\nsignal=%d\noomKilled=%d\nkilled=%d\nat=1\ndroppedBytes=0\n\n\n"
                        .formatted(code, signal, oomKilled, killed));
    }

    private String read(String text) throws Exception {
        var records = Records.under(directory);
        var handle = new TaskHandle("a1", "main", 1);
        Files.createDirectories(records.of(handle));
        Files.writeString(records.of(handle).resolve("exit"), text);
        var exit = records.exit(handle);
        assertNotNull(exit);
        return exit.inWords();
    }
}
