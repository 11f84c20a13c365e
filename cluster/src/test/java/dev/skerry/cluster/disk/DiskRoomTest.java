package dev.skerry.cluster.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
    @TempDir Path folder;

    @Test
    void saysWhatIsFreeAndWhatIsNeeded() {
        var free = new AtomicLong(1_600_000);
        var room = DiskRoom.of(Path.of("/srv/data"), free::get);
        assertEquals(
                "The disk is full: /srv/data has 1.5 MiB free, and a change needs 24.0 MiB;"
                        + " make room there.",
                room.lacking("a change", 24 << 20));
        free.set(24 << 20);
        assertEquals("", room.lacking("a change", 24 << 20));
        free.set(0);
        assertTrue(room.lacking("a change", 1).contains(" 0 KiB free"), room.lacking("x", 1));
    }

    @Test
    void aFolderThatIsNotThereYetHasTheRoomOfItsParent() {
        var room = DiskRoom.of(folder.resolve("not/yet"));
        assertTrue(room.freeBytes() > 0);
        assertEquals("", room.lacking("a change", 1));
    }
}
