package dev.skerry.server.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.backup.CellCommands;
import dev.skerry.server.backup.CellRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cell of two servers in a file, and a cell of one out of it.
class RestoredCellTest {
    @TempDir Path folder = Path.of("");

    private static void add(CellFixture cell, String at, String job) throws Exception {
        CellFixture.await("it is added", () -> SeveralServersTest.submit(cell, at, job));
    }

    private static int status(CellFixture cell, String at, String job) throws Exception {
        return cell.get(at, "/v1/jobs/" + job).statusCode();
    }

    private Path taken(CellFixture cell, String at) throws Exception {
        return cell.backup(at, folder.resolve("fleet.cell"));
    }

    @Test
    void theOneThatComesBackIsTheWholeCellWithAnotherEpoch() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            cell.join("two", "one");
            add(cell, "one", "kept");
            var file = taken(cell, "two");
            add(cell, "one", "later");
            var audit = cell.get("one", "/v1/audit?limit=1000").body();
            assertTrue(audit.contains("cellBackedUp") || audit.contains("CellBackedUp"), audit);
            cell.stop("two");
            cell.stop("one");

            assertTrue(CellCommands.verify(file).contains("2 servers"));
            assertEquals("s3", CellRestore.restore(file, folder.resolve("back")));
            assertNotEquals(epoch("one"), epoch("back"));
            cell.adopt("back");
            for (int start = 0; start < 2; start++) {
                cell.again("back");
                assertEquals(200, status(cell, "back", "kept"));
                assertEquals(404, status(cell, "back", "later"));
                add(cell, "back", "after-" + start);
                var list = cell.get("back", "/v1/servers?consistent").body();
                assertTrue(list.contains("\"id\":\"s3\"") && !list.contains("\"s1\""), list);
                cell.stop("back");
            }
            cell.again("back");
            assertEquals(200, status(cell, "back", "after-0"));
            cell.join("more", "back");
            assertEquals(200, status(cell, "more", "after-1"));
        }
    }

    private String epoch(String name) throws IOException {
        return Files.readString(folder.resolve(name).resolve("epoch"));
    }

    @Test
    void nothingIsRestoredIntoAFolderThatHoldsSomething() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            var file = taken(cell, "one");
            var there = Files.createDirectories(folder.resolve("there"));
            Files.writeString(there.resolve("note"), "mine");
            var thrown = assertThrows(IOException.class, () -> CellRestore.restore(file, there));
            assertTrue((thrown.getMessage() + "").contains("is not empty"), thrown::toString);
            assertEquals("mine", Files.readString(there.resolve("note")));
            Files.writeString(file, "skerry cell 1\n");
            var none = folder.resolve("none");
            assertThrows(IOException.class, () -> CellRestore.restore(file, none));
            assertFalse(Files.exists(none));
        }
    }
}
