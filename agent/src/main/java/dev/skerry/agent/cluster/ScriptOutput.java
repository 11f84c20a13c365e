package dev.skerry.agent.cluster;

import dev.skerry.agent.logs.LogFileReader;
import dev.skerry.kernel.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What a program that checks a task has written since it was started: it is asked again and again,
/// and goes on in the same files.
final class ScriptOutput {
    private static final int LINE_BYTES_MAX = 1024;
    private static final int LINE_CHARACTERS_MAX = 100;

    private final Part stderr;
    private final Part stdout;

    private record Part(LogFileReader reader, long from) {
        static Part from(Path folder, String stream) throws IOException {
            var reader = new LogFileReader(folder, stream);
            return new Part(reader, reader.end());
        }

        /// The first line that is not empty, of the first bytes.
        String line() throws IOException {
            var bytes = reader.read(from, LINE_BYTES_MAX).bytes();
            var lines = new String(bytes, StandardCharsets.UTF_8).lines();
            return lines.map(String::strip).filter(it -> !it.isEmpty()).findFirst().orElse("");
        }
    }

    private ScriptOutput(Part stderr, Part stdout) {
        this.stderr = stderr;
        this.stdout = stdout;
    }

    /// Of what is about to be started.
    static ScriptOutput fromNow(Path folder) throws IOException {
        return new ScriptOutput(Part.from(folder, "stderr"), Part.from(folder, "stdout"));
    }

    /// The first line of its stderr, or else of its stdout; empty: it has written nothing, or it
    /// cannot be read.
    String firstLine() {
        try {
            var line = stderr.line();
            return Text.fit(line.isEmpty() ? stdout.line() : line, LINE_CHARACTERS_MAX);
        } catch (IOException e) {
            return "";
        }
    }
}
