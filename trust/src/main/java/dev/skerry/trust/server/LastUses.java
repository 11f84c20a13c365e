package dev.skerry.trust.server;

import dev.skerry.trust.decide.IssuerDecisions;
import dev.skerry.trust.decide.TokenDecisions;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// When each token was used last on this server, and from where, since the server began. To have it
/// in the log were an entry for each request.
public final class LastUses {
    /// As many as there can be tokens; of those used longest ago nothing is known then.
    private static final int KNOWN_MAX = TokenDecisions.TOKENS_MAX + IssuerDecisions.GIVEN_MAX;

    private final SequencedMap<String, LastUse> byId = new LinkedHashMap<>();

    /// @param wallMs since 1970, for people
    /// @param from the address
    public record LastUse(long wallMs, String from) {}

    public synchronized void used(String id, LastUse use) {
        byId.remove(id);
        byId.put(id, use);
        if (byId.size() > KNOWN_MAX) byId.pollFirstEntry();
    }

    /// Null: it was not used here.
    public synchronized @Nullable LastUse of(String id) {
        return byId.get(id);
    }
}
