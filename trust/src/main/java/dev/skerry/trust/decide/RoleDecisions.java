package dev.skerry.trust.decide;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.policy.ReadyRoles;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleBounds;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.util.List;

/// How roles come, change and go.
public final class RoleDecisions {
    /// Besides those that are ready-made.
    public static final int ROLES_MAX = 1_000;

    /// The text of all of them together: each caller's roles are looked at with each request.
    public static final int TEXT_BYTES_MAX = 4 * 1024 * 1024;

    /// Of tokens that have a role.
    private static final int SHOWN_MAX = 5;

    private RoleDecisions() {}

    public static Decision<TrustFact, NoEffect> apply(Trust trust, TrustMessage.ApplyRole message) {
        var role = message.role();
        if (ReadyRoles.find(role.name()) != null) return readyMade(role.name());
        var wrong = RoleBounds.wrong(role);
        if (wrong != null) return Decision.refuse(wrong);
        var before = trust.roles().find(role.name());
        if (role.equals(before)) return Decision.nothing();
        if (before == null && trust.roles().size() >= ROLES_MAX)
            return Decision.refuse(new Refusal.Full("Roles", ROLES_MAX, "roles"));
        if (textBytes(trust, role) > TEXT_BYTES_MAX)
            return Decision.refuse(
                    new Refusal.Full("The text of all roles", TEXT_BYTES_MAX, "bytes"));
        return Decision.of(List.of(new TrustFact.RoleApplied(role)));
    }

    /// With this one in the place of the one before.
    private static long textBytes(Trust trust, Role role) {
        long bytes = role.textBytes();
        for (var other : trust.roles().values())
            if (!other.name().equals(role.name())) bytes += other.textBytes();
        return bytes;
    }

    public static Decision<TrustFact, NoEffect> delete(
            Trust trust, TrustMessage.DeleteRole message, Now now) {
        var name = message.name();
        if (ReadyRoles.find(name) != null) return readyMade(name);
        if (!trust.roles().has(name)) return Decision.refuse(new Refusal.NotFound("role", name));
        var having =
                trust.tokens().values().stream()
                        .filter(it -> it.roles().contains(name) && !it.expired(now))
                        .map(AccessToken::name)
                        .sorted()
                        .toList();
        if (having.isEmpty()) return deleteUnlessGiven(trust, name);
        return Decision.refuse(
                new Refusal.Conflict(
                        "The role %s is that of %s.".formatted(name, shown(having)),
                        "Revoke what has it, then delete it."));
    }

    private static Decision<TrustFact, NoEffect> deleteUnlessGiven(Trust trust, String name) {
        var giving =
                trust.issuers().values().stream()
                        .filter(it ->
                                it.roles().stream().anyMatch(rule -> rule.role().equals(name)))
                        .map(Issuer::name)
                        .sorted()
                        .findFirst();
        if (giving.isEmpty()) return Decision.of(List.of(new TrustFact.RoleDeleted(name)));
        return Decision.refuse(
                new Refusal.Conflict(
                        "The role %s is given by the issuer %s.".formatted(name, giving.get()),
                        "Apply that one without it, then delete it."));
    }

    private static String shown(List<String> tokens) {
        var first = tokens.stream().limit(SHOWN_MAX).toList();
        int more = tokens.size() - first.size();
        return (tokens.size() == 1 ? "the token " : "the tokens ")
                + String.join(", ", first)
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static Decision<TrustFact, NoEffect> readyMade(String name) {
        return Decision.refuse(
                new Refusal.Conflict(
                        "The role %s is ready-made, and stays as it is.".formatted(name),
                        "Make one of another name."));
    }
}
