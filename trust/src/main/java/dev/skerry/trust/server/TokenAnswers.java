package dev.skerry.trust.server;

import dev.skerry.http.Bodies;
import dev.skerry.trust.server.LastUses.LastUse;
import dev.skerry.trust.state.AccessToken;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said of tokens. Only [Created] has the token's text, and nothing has its hash.
public final class TokenAnswers {
    private TokenAnswers() {}

    /// @param issuer on whose word it was given; absent: it was made by somebody
    /// @param lastUsed on this server, since it began; absent: it was not
    /// @param lastFrom the address that it came from then
    @Json
    public record Listed(
            String id,
            String name,
            List<String> roles,
            String created,
            String expires,
            @Nullable String issuer,
            @Nullable String lastUsed,
            @Nullable String lastFrom) {
        public Listed {
            roles = List.copyOf(roles);
        }
    }

    /// @param token its text, which is shown this once
    @Json
    public record Created(
            String id, String name, List<String> roles, String expires, String token) {
        public Created {
            roles = List.copyOf(roles);
        }

        @Override
        public String toString() {
            return "token " + id;
        }
    }

    /// What a change of a token comes to.
    @Json
    public record TokenChanged(String id, String name, long index) {}

    static Listed listed(AccessToken token, @Nullable LastUse use) {
        return new Listed(
                token.id(),
                token.name(),
                token.roles(),
                Bodies.time(token.createdWallMs()),
                Bodies.time(token.expiresWallMs()),
                token.issuer(),
                use == null ? null : Bodies.time(use.wallMs()),
                use == null ? null : use.from());
    }
}
