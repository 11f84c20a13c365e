package dev.skerry.server.backup;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.servers.codec.ServersRoom.SERVERS;

import dev.skerry.kernel.House;
import dev.skerry.server.ServerRooms;
import java.io.IOException;
import java.nio.file.Path;

/// What is done with the file of a cell where no server runs.
public final class CellCommands {
    public static final String HELP =
            """
            Usage: skerry cell verify FILE
                   skerry cell restore FILE --data FOLDER
            What is done with a backup where no server runs; `skerry cell backup FILE` takes one.

              verify      reads it whole, with its checksums, and says what it holds
              restore     makes it the data folder of one server, which is the whole cell then;
                          FOLDER is empty before. No server of before may run any more, and the
                          new one takes the ports at which nodes look for it.
            """;

    private CellCommands() {}

    /// Reads all of it.
    ///
    /// @return what it holds, for people
    /// @throws IOException when it cannot be used
    public static String verify(Path file) throws IOException {
        var content = CellFile.read(file, ServerRooms.empty(), ServerRooms.SAVED);
        var head = content.head();
        return """
        %s is whole: format %d, written by Skerry %s at %s.
        index %d of epoch %s
        rooms %s
        %s
        """
                .formatted(
                        file,
                        CellFile.FORMAT,
                        head.version(),
                        head.taken(),
                        head.index(),
                        head.epoch(),
                        String.join(
                                ", ",
                                content.house().rooms().stream().map(it -> it.name()).toList()),
                        counts(content.house()));
    }

    private static String counts(House house) {
        var cluster = house.of(CLUSTER);
        var servers = house.of(SERVERS);
        return "%d nodes, %d jobs, %d allocations, %d servers"
                .formatted(
                        cluster.nodes().size(),
                        cluster.jobs().size(),
                        cluster.allocations().size(),
                        servers.members().size());
    }

    /// Makes it the data folder of a server.
    ///
    /// @return what to do next, for people
    public static String restore(Path file, Path data) throws IOException {
        var id = CellRestore.restore(file, data);
        return """
        %s is the data folder of server %s now, which is the whole cell: start it with
          skerry server --data %s
        No server of before may run any more. Others join this one by new tokens.
        """
                .formatted(data, id, data);
    }
}
