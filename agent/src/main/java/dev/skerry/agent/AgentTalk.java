package dev.skerry.agent;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What the agent tells those who read its output: one line for each event worth reading.
final class AgentTalk {
    private final PrintStream out;

    AgentTalk(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }
}
