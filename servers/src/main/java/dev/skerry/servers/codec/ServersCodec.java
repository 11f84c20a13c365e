package dev.skerry.servers.codec;

import dev.skerry.json.JsonForms;
import dev.skerry.kernel.Form;
import dev.skerry.servers.ServersFact;
import dev.skerry.servers.jsonb.GeneratedJsonComponent;

/// The forms of what servers keep and answer of each other.
public final class ServersCodec {
    private static final JsonForms FORMS =
            JsonForms.builder()
                    .sealed(ServersFact.class, ServersNames.FACTS)
                    .sealed(ServersRecord.class, ServersNames.SAVED)
                    .all(new GeneratedJsonComponent())
                    .build();

    /// What happened to them.
    public static final Form<ServersFact> SERVERS_FACT = of(ServersFact.class);

    private ServersCodec() {}

    /// The form of a type of this room.
    public static <T> Form<T> of(Class<T> type) {
        return FORMS.of(type);
    }
}
