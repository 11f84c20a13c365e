package dev.skerry.server.backup;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.http.Declined;
import dev.skerry.server.Events;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.authority.EpochFile;
import dev.skerry.servers.server.CellBackup;
import dev.skerry.servers.server.ServersApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// What a server that runs gives out: its state is a value, so that the log goes on meanwhile.
public record RunningCell(ServerParts server) implements CellBackup {
    private static final Duration THERE_WITHIN = Duration.ofSeconds(10);

    @Override
    public Taken take(long index) throws InterruptedException, Declined {
        var now = server.leader().awaitIndex(index, THERE_WITHIN);
        if (now.index() < index)
            throw Declined.unavailable("The servers are busy; try again shortly.", 5);
        var head = head(now.index());
        var rooms = ServerRooms.saved(server.rooms());
        return new Taken(now.index(), to -> CellFile.write(head, now.house(), rooms, to));
    }

    private CellFile.Preamble head(long index) throws Declined {
        try {
            return new CellFile.Preamble(
                    index,
                    EpochFile.read(server.settings().data()),
                    ServersApi.VERSION,
                    Instant.ofEpochMilli(server.clock().now().wallMs()).toString(),
                    server.authority().secrets());
        } catch (IOException e) {
            Events.say("a backup cannot be taken: " + FileTrouble.words(e));
            throw new Declined(500, "The server cannot read its own files; its output says more.");
        }
    }
}
