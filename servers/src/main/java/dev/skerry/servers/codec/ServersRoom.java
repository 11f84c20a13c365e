package dev.skerry.servers.codec;

import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Room;
import dev.skerry.servers.ServersFact;
import dev.skerry.servers.ServersMachine;
import dev.skerry.servers.ServersMessage;
import dev.skerry.servers.state.Servers;

/// Who belongs to the control plane, as a room of the servers.
public final class ServersRoom {
    public static final Room<Servers, ServersMessage, ServersFact, NoEffect> SERVERS =
            new Room<>("servers", new ServersMachine(), ServersCodec.SERVERS_FACT);

    private ServersRoom() {}
}
