package dev.skerry.servers.server;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;

import dev.skerry.http.Door;
import dev.skerry.http.JsonAnswers;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Thing;
import dev.skerry.servers.ServersMessage;
import dev.skerry.servers.codec.ServersCodec;
import dev.skerry.servers.state.Servers;

/// What this room answers over HTTP, and what of it callers have rights to.
public final class ServersApi {
    /// Of Skerry, as this build is.
    public static final String VERSION = "0.1.0";

    /// Whoever administers them lets others hold all that the fleet knows, its authority too.
    static final Thing MEMBERS = Thing.ofTheFleet(SERVERS.name(), "servers");

    /// How the values of this room are written.
    static final JsonAnswers JSON = new JsonAnswers(ServersCodec::of);

    private ServersApi() {}

    public static RoomApi of(
            Door<Servers, ServersMessage> door,
            ServersStanding standing,
            ServerSecrets secrets,
            CellBackup backup) {
        var routes = new MemberRoutes(door, standing, secrets, backup).routes();
        return RoomApi.beside(ServersApi.class, routes);
    }
}
