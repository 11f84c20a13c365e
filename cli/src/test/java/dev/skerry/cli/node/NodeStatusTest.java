package dev.skerry.cli.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Json;
import org.junit.jupiter.api.Test;

class NodeStatusTest {
    private static String runs(String words) throws Exception {
        return NodeStatus.runs(Json.parse(words).list());
    }

    /// The time that is known is that of the contact.
    @Test
    void sinceWhenOneDrainsOrIsRevokedIsAnotherTime() {
        for (var status : new String[] {"draining", "ineligible", "revoked"})
            assertFalse(NodeList.sinceContact(status), status);
        for (var status : new String[] {"ready", "missed", "joined"})
            assertTrue(NodeList.sinceContact(status), status);
    }

    @Test
    void whatADriverConfinesAndHasStandsBehindIt() throws Exception {
        assertEquals("", runs("[]"));
        assertEquals(", runs exec, periodic", runs("[\"exec\",\"periodic\"]"));
        assertEquals(
                ", runs exec (files, pids), java (25), confine",
                runs("[\"exec\",\"exec.files\",\"java\",\"exec.pids\",\"java.25\",\"confine\"]"));
    }
}
