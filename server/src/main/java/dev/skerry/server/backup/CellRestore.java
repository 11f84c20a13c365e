package dev.skerry.server.backup;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;

import dev.skerry.cluster.disk.DataFolder;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.EpochFile;
import dev.skerry.server.authority.PrivateFile;
import dev.skerry.server.peers.Joining;
import dev.skerry.server.raft.FoundedLog;
import dev.skerry.servers.state.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A backup becomes the data folder of one server, which is the whole cell then.
///
/// It has another epoch than the cell that it was taken of: nodes that have seen what came after it
/// are told anew what shall run, and compare it with what does. Of the servers that there were none
/// belongs to it; its own one has an id that no other ever had.
public final class CellRestore {
    private CellRestore() {}

    /// @return the id of the server whose folder that is now
    /// @throws IOException when nothing came of it; the folder is as it was then
    public static String restore(Path file, Path data) throws IOException {
        var content = CellFile.read(file, ServerRooms.empty(), ServerRooms.SAVED);
        empty(data);
        boolean there = Files.exists(data);
        boolean done = false;
        try (var _ = DataFolder.take(data, "server")) {
            var id = fill(content, data);
            done = true;
            return id;
        } finally {
            if (!done) forget(data, there);
        }
    }

    /// What was begun would be taken for a data folder.
    private static void forget(Path data, boolean wasThere) throws IOException {
        if (!Files.exists(data)) return;
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList())
                if (!wasThere || !file.equals(data)) Files.delete(file);
        }
    }

    private static void empty(Path data) throws IOException {
        if (!Files.exists(data)) return;
        try (var files = Files.list(data)) {
            if (files.findAny().isPresent())
                throw new IOException(
                        data
                                + " is not empty: a cell is restored into an empty --data. Move"
                                + " away what is there, or name another.");
        }
    }

    private static String fill(CellFile.Content content, Path data) throws IOException {
        var before = content.house().of(SERVERS);
        var id = before.nextId();
        var alone = Servers.EMPTY.from(before.tickMs(), before.last());
        var house = content.house().with(SERVERS, alone);
        var authority = data.resolve(Authority.FOLDER);
        PrivateFile.folder(authority);
        PrivateFile.write(Authority.file(authority), content.head().authority());
        PrivateFile.write(data.resolve(Joining.ID_FILE), id + "\n");
        FoundedLog.found(
                data.resolve("raft"), id, house, ServerRooms.SAVED, content.head().index());
        EpochFile.draw(data);
        return id;
    }
}
