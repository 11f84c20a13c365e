package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// A data folder that was copied to another machine, as an image of a board's card is.
class CopiedNodeTest {
    @Test
    void theSecondWaitsUntilTheFirstIsGone() throws Exception {
        try (var fleet = Fleet.start()) {
            var first = fleet.agent("shed");
            var identity = Files.createDirectories(fleet.home.resolve("copy/identity"));
            for (var name : new String[] {"node-id", "certified.pem"})
                Files.copy(first.data().resolve("identity").resolve(name), identity.resolve(name));
            var noToken = "@" + fleet.home.resolve("gone");
            var second = fleet.launch(fleet.link, "copy", noToken);
            Await.until(
                    "the copy is held off",
                    () -> second.child().said().contains("Another agent with the identity of"));
            Await.until(
                    "people are told",
                    () -> fleet.server().said().contains("is there twice: the agent at"));
            assertTrue(fleet.node("shed").at("reachable").yes());
            assertEquals(-1, first.child().said().indexOf("the link is down"));
            first.child().kill();
            Await.until(
                    "the copy takes its place",
                    () -> second.child().said().contains("connected to a server"));
        }
    }
}
