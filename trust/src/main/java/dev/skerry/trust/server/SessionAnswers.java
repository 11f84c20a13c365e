package dev.skerry.trust.server;

import dev.skerry.http.Bodies;
import dev.skerry.kernel.Caller;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.Ruling;
import dev.skerry.trust.policy.Wish;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What callers are told of themselves.
public final class SessionAnswers {
    private SessionAnswers() {}

    /// @param caller as the log has it: `person:ci`
    /// @param token absent: the caller is known without one
    /// @param may what the roles allow and deny, a line for each: `write cluster/jobs in namespaces
    ///   shop-*`
    @Json
    public record Oneself(
            String caller, @Nullable OwnToken token, List<String> roles, List<String> may) {
        public Oneself {
            roles = List.copyOf(roles);
            may = List.copyOf(may);
        }
    }

    @Json
    public record OwnToken(String id, String name, String expires) {}

    /// @param code works once
    @Json
    public record LoginCode(String code, String expires) {
        @Override
        public String toString() {
            return "code until " + expires;
        }
    }

    @Json
    public record LoggedOut(boolean loggedOut) {}

    static Oneself of(Caller caller, Trust trust, @Nullable AccessToken token) {
        if (token == null) return new Oneself(caller.text(), null, List.of(), List.of());
        var roles = trust.roles(token.roles());
        var may = roles.stream().map(Role::rules).flatMap(List::stream);
        return new Oneself(
                caller.text(),
                new OwnToken(token.id(), token.name(), Bodies.time(token.expiresWallMs())),
                token.roles(),
                may.flatMap(it -> it.lines().stream()).distinct().toList());
    }

    /// Whether he may, by his own roles.
    static RoleAnswers.Tried may(Caller caller, Trust trust, Wish wish) {
        if (caller.by().isEmpty())
            return new RoleAnswers.Tried(
                    true, null, null, "You are known without a token, and may do everything.");
        var token = trust.tokens().find(caller.by());
        var roles = token == null ? List.<Role>of() : trust.roles(token.roles());
        return RoleAnswers.tried(Ruling.of(roles, wish));
    }
}
