package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.AgentTalk.Often;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentTalkTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AgentTalk talk =
            new AgentTalk(new PrintStream(out, true, StandardCharsets.UTF_8));

    /// Without their times.
    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    /// A server that lets the node in and throws it out, over and over.
    @Test
    void whatAServerCausesIsALineASecondOfEachKind() {
        for (int i = 0; i < 2_000; i++) {
            talk.say(Often.CONNECTED, "connected", i);
            talk.say(Often.DOWN, "down", i);
        }
        assertEquals(
                List.of(
                        "connected",
                        "down",
                        "connected (and 999 more like it before)",
                        "down (and 999 more like it before)"),
                lines());
    }

    @Test
    void whatAServerSaysStaysOneLine() {
        talk.say("the server says: no\n2026 all is well\u001b[2J" + "x".repeat(5_000));
        assertEquals(1, lines().size());
        assertTrue(lines().getFirst().startsWith("the server says: no 2026 all is well�[2Jxxx"));
        assertTrue(lines().getFirst().length() <= 500);
    }
}
