package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What guides say of servers: each command that they show is typed, with real processes. They
/// start all servers and nodes by hand.
class GuidesOfServersTest {
    @TempDir Path folder = Path.of("");

    @Test
    void severalServersGoAsTheirGuideSays() throws Exception {
        var checkout = new Checkout(folder);
        var said = Guide.in(checkout, "several-servers.md");
        assertTrue(said.contains("One more server may join with it, for 30m."), said);
        assertTrue(said.contains("server s3 of the cell"), said);
        assertTrue(said.contains("server s3 was removed from the cell"), said);
        assertEquals(List.of(1), Guide.ends(said));
        assertTrue(said.lines().anyMatch("nothing was restarted"::equals), said);
        assertTrue(said.contains("Server s1 is removed; its process can be ended."), said);
        var listed = said.substring(said.lastIndexOf("BEHIND"));
        assertTrue(listed.contains("s2  leader") && !listed.contains("follower"), listed);
        assertTrue(said.contains("follower"), said);
        assertTrue(said.contains("hello version 2: 2 of 2 running and healthy"), said);
        assertEquals(List.of(), checkout.left());
    }

    @Test
    void aCellComesBackAsItsGuideSays() throws Exception {
        var checkout = new Checkout(folder);
        var said = Guide.in(checkout, "backup.md");
        assertTrue(said.lines().anyMatch("mode 600"::equals), said);
        assertTrue(said.contains("fleet.cell is whole: format 1, written by Skerry"), said);
        assertTrue(said.contains("1 nodes, 1 jobs, 1 allocations, 1 servers"), said);
        assertTrue(said.contains("cut.cell is cut: its end is missing."), said);
        assertTrue(said.contains("is the data folder of server s2 now"), said);
        assertTrue(said.lines().anyMatch("the one of before goes on"::equals), said);
        assertEquals(
                "2", said.strip().lines().filter(it -> it.matches("[0-9]+")).toList().getLast());
        assertEquals(List.of(1), Guide.ends(said));
        assertEquals(List.of(), checkout.left());
    }
}
