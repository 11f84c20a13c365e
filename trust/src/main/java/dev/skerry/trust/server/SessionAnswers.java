package dev.skerry.trust.server;

import dev.skerry.http.Admitted;
import dev.skerry.http.Bodies;
import dev.skerry.kernel.Caller;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.Ruling;
import dev.skerry.trust.policy.Wish;
import dev.skerry.trust.server.roles.RoleAnswers;
import dev.skerry.trust.server.task.KnownTask;
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
    /// @param task absent: the caller is none
    /// @param may what the roles allow and deny, a line for each: `write cluster/jobs in namespaces
    ///   shop-*`
    @Json
    public record Oneself(
            String caller,
            @Nullable OwnToken token,
            @Nullable OwnTask task,
            List<String> roles,
            List<String> may) {
        public Oneself {
            roles = List.copyOf(roles);
            may = List.copyOf(may);
        }
    }

    @Json
    public record OwnToken(String id, String name, String expires) {}

    /// @param expires by then its node has written its identity anew
    @Json
    public record OwnTask(String namespace, String job, String allocation, String expires) {}

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
        if (token == null) return new Oneself(caller.text(), null, null, List.of(), List.of());
        var roles = trust.roles(token.roles());
        return new Oneself(
                caller.text(),
                new OwnToken(token.id(), token.name(), Bodies.time(token.expiresWallMs())),
                null,
                token.roles(),
                may(roles));
    }

    static Oneself of(KnownTask known, Trust trust) {
        var task = known.task();
        var roles = known.roles(trust);
        return new Oneself(
                known.caller().text(),
                null,
                new OwnTask(
                        task.namespace(),
                        task.job(),
                        task.allocation(),
                        Bodies.time(task.expiresWallMs())),
                roles.stream().map(Role::name).toList(),
                may(roles));
    }

    private static List<String> may(List<Role> roles) {
        var rules = roles.stream().map(Role::rules).flatMap(List::stream);
        return rules.flatMap(it -> it.lines().stream()).distinct().toList();
    }

    /// Whether he may, by his own roles.
    static RoleAnswers.Tried may(Admitted admitted, Trust trust, Wish wish) {
        if (admitted instanceof KnownTask known)
            return RoleAnswers.tried(Ruling.of(known.roles(trust), wish));
        var by = admitted.caller().by();
        if (by.isEmpty())
            return new RoleAnswers.Tried(
                    true, null, null, "You are known without a token, and may do everything.");
        var token = trust.tokens().find(by);
        var roles = token == null ? List.<Role>of() : trust.roles(token.roles());
        return RoleAnswers.tried(Ruling.of(roles, wish));
    }
}
