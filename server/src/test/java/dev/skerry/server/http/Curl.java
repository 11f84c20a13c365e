package dev.skerry.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A client that nobody here wrote.
///
/// @param exitCode 60: the certificate was not believed
/// @param said what came, and why nothing did
record Curl(int exitCode, String said) {
    static Curl of(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError("curl does not end");
        return new Curl(process.exitValue(), said);
    }
}
