package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskUsersTest {
    @Test
    void anAllocationHasItsOwnUnlessTheNodeSaysOtherwise() throws Exception {
        assertEquals("61200", TaskUsers.of("", Map.of()).choose("", "61200"));
        assertEquals("bob", TaskUsers.of("bob", Map.of()).choose("", "61200"));
        assertEquals("", TaskUsers.of("", Map.of()).choose("", ""), "the agent's own");
    }

    @Test
    void aUserOfAllIsAShortcoming() throws Exception {
        assertEquals("", TaskUsers.of("", Map.of("allowed", "postgres")).shortcoming());
        assertEquals(
                "tasks that name no user all run as bob, and can read, change and end each other:"
                        + " start the agent without --user to give each allocation a user of its"
                        + " own",
                TaskUsers.of("bob", Map.of()).shortcoming());
    }

    @Test
    void aJobFileNamesOnlyWhomTheNodeAllows() throws Exception {
        var users = TaskUsers.of("bob", Map.of("allowed", "postgres, www-data"));
        for (var name : List.of("bob", "postgres", "www-data"))
            assertEquals(name, users.choose(name, "61200"));
        for (var name : List.of("root", "toor", "nobody")) {
            var refused = assertThrows(TaskRefused.class, () -> users.choose(name, "61200"), name);
            assertTrue(refused.permanent());
            assertEquals(
                    ("this node lets no task run as '%1$s'; leave `user` out, or start its agent"
                                    + " with --users.allowed %1$s")
                            .formatted(name),
                    refused.reason());
        }
    }
}
