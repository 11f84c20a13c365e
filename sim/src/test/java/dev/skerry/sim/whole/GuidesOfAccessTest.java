package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What guides say of who may what: each command that they show is typed, with real processes.
class GuidesOfAccessTest {
    @TempDir Path folder = Path.of("");

    /// curl is a client that nobody here wrote.
    @Test
    void whoMayWhatGoesAsItsGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = Guide.in(fleet.checkout(), "trust.md");
            assertTrue(said.contains("with the role developer."), said);
            assertTrue(said.contains("Rule 3 of role shop denies"), said);
            for (var answer :
                    List.of("without a token: 401", "elsewhere: 403", "after its end: 401"))
                assertTrue(said.lines().anyMatch(answer::equals), said);
            assertEquals(List.of(1, 1, 2, 2, 6, 6, 6, 6, 6, 6, 6), Guide.ends(said));
            assertTrue(said.contains("Namespace tills asks for a signature by release"), said);
            assertTrue(said.contains("Run, it would be refused: Namespace tills asks"), said);
            assertTrue(said.contains("has a private key in it; it was not sent."), said);
            assertTrue(said.contains("Logged in as ci/shop/till at "), said);
            assertTrue(said.contains("{\"caller\":\"task:shop-north/keeper\""), said);
            for (var answer :
                    List.of(
                            "a token: 200",
                            "jobs here: 200",
                            "jobs elsewhere: 403",
                            "not elsewhere"))
                assertTrue(said.lines().anyMatch(answer::equals), said);
            for (var line : List.of("the last line is as it was written", "and is noticed"))
                assertTrue(said.lines().anyMatch(line::equals), said);
            assertTrue(said.contains("The last one is what the servers know."), said);
            assertTrue(said.contains(" is not as it was written."), said);
            assertEquals(List.of(), fleet.end());
        }
    }
}
