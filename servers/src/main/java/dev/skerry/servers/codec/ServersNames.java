package dev.skerry.servers.codec;

import dev.skerry.json.SealedNames;
import dev.skerry.servers.ServersFact;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerToken;
import io.avaje.jsonb.Json;

/// Every type with a JSON form, and the name of each alternative of a sealed type. A name that was
/// given once stays. The pure packages carry no annotations for it.
@Json.Import({
    ServersFact.TokenIssued.class,
    ServersFact.TokensForgotten.class,
    ServersFact.ServerJoined.class,
    ServersFact.ServerMoved.class,
    ServersFact.ServerRemoved.class,
    ServersFact.CellBackedUp.class,
    Member.class,
    Member.Addresses.class,
    ServerToken.class,
    ServersRecord.Header.class,
    ServersRecord.OfMember.class,
    ServersRecord.OfToken.class,
    ServersRecord.End.class
})
final class ServersNames {
    private ServersNames() {}

    static final SealedNames<ServersFact> FACTS =
            new SealedNames<ServersFact>()
                    .add("tokenIssued", ServersFact.TokenIssued.class)
                    .add("tokensForgotten", ServersFact.TokensForgotten.class)
                    .add("serverJoined", ServersFact.ServerJoined.class)
                    .add("serverMoved", ServersFact.ServerMoved.class)
                    .add("serverRemoved", ServersFact.ServerRemoved.class)
                    .add("cellBackedUp", ServersFact.CellBackedUp.class);

    static final SealedNames<ServersRecord> SAVED =
            new SealedNames<ServersRecord>()
                    .add("header", ServersRecord.Header.class)
                    .add("member", ServersRecord.OfMember.class)
                    .add("token", ServersRecord.OfToken.class)
                    .add("end", ServersRecord.End.class);
}
