package dev.skerry.sim.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.logs.LogFileReader;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.kernel.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The figures in guides are those of the code.
class GuideFiguresTest {
    /// Line breaks are the writer's.
    private static String guide(String name) throws IOException {
        var file = Path.of(System.getProperty("skerry.root", ".."), "docs/guides", name);
        return Files.readString(file).replaceAll("\\s+", " ");
    }

    private static void holds(String guide, String words) {
        assertTrue(guide.contains(words), words + " is not in the guide");
    }

    /// How much of a task's output is kept, and how far back one can look.
    @Test
    void whatIsKeptOfAnOutput() throws IOException {
        var guide = guide("first-fleet.md");
        var logs = TaskSpec.Logs.DEFAULT;
        long each = logs.maxFileBytes();
        holds(guide, "the newest %d files of %s are kept".formatted(logs.maxFiles(), size(each)));
        holds(guide, "1 to %d files of 4KiB or more".formatted(TaskSpec.Logs.FILES_MAX));
        holds(
                guide,
                "at least %s are there and at most %s"
                        .formatted(
                                size((logs.maxFiles() - 1) * each), size(logs.maxFiles() * each)));
        int lines = LogRequest.LINES_MAX;
        holds(guide, "`alloc logs --tail LINES` takes 1 to %d lines".formatted(lines));
        holds(guide, "out of the last %s".formatted(size(LogFileReader.TAIL_BYTES_MAX)));
    }

    private static String size(long bytes) {
        return Text.size(bytes);
    }
}
