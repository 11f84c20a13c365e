package dev.skerry.server.servers;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;

import dev.skerry.http.Admitted;
import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.backup.RunningCell;
import dev.skerry.servers.codec.SavedServers;
import dev.skerry.servers.server.ServerSecrets;
import dev.skerry.servers.server.ServersApi;
import dev.skerry.servers.server.ServersEvents;
import dev.skerry.servers.server.ServersFigures;
import dev.skerry.servers.server.ServersStanding;
import dev.skerry.servers.server.ServersStanding.View;
import java.util.List;
import java.util.function.Function;

/// Who belongs to the control plane, on one server. Nodes know nothing of it.
public final class ServersServerRoom implements ServerRoom {
    private static final View UNKNOWN = new View("", "", 0, List.of());

    private final Function<ServerParts, ServersStanding> standing;

    /// Of this server, once it has an API.
    private volatile ServersStanding own = () -> UNKNOWN;

    public ServersServerRoom() {
        this(ServerParts::standing);
    }

    /// @param standing how the servers stand, as that one sees it
    public ServersServerRoom(Function<ServerParts, ServersStanding> standing) {
        this.standing = standing;
    }

    @Override
    public Saved<?> saved() {
        return new SavedServers();
    }

    @Override
    public List<Event> events(Batch batch, House before, House after) {
        return ServersEvents.of(batch.facts(SERVERS), before.of(SERVERS));
    }

    @Override
    public void figures(House house, Now now, Admitted reader, PrometheusText to) {
        ServersFigures.write(house.of(SERVERS), own.look(), now, reader, to);
    }

    @Override
    public RoomApi api(ServerParts server, Doors doors) {
        own = standing.apply(server);
        return ServersApi.of(doors.to(SERVERS), own, secrets(server), new RunningCell(server));
    }

    private static ServerSecrets secrets(ServerParts server) {
        return () -> {
            var secret = server.authority().freshSecret();
            return new ServerSecrets.FreshSecret(secret.text(), secret.hash());
        };
    }
}
