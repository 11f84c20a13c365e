package dev.skerry.bench.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Programs of the system that change it at once, such as `ip`. They need root.
final class Words {
    private Words() {}

    static String run(String... words) throws IOException, InterruptedException {
        return run("", List.of(words));
    }

    /// Returns what it has said when it has ended well.
    static String run(String input, List<String> words) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(words).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(
                    words.getFirst()
                            + " cannot be started; servers in networks of their own need iproute2"
                            + " and nftables: "
                            + e.getMessage(),
                    e);
        }
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code == 0) return said;
        var why = System.getProperty("user.name").equals("root") ? "" : " (it needs root)";
        throw new IOException(
                "%s ended with %d%s: %s".formatted(String.join(" ", words), code, why, said));
    }

    /// What is there no longer need not be taken away.
    static void tried(String... words) {
        try {
            run(words);
        } catch (IOException _) {
            // it was not there
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
