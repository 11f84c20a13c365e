package dev.skerry.trust.server;

import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.events.Matter;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.audit.TurnedAway;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Facts as events: each with a sentence, none with a secret.
public final class TrustEvents {
    private static final Matter TOKENS = Matter.ofTheFleet(TrustApi.TOKENS.text());
    private static final Matter ROLES = Matter.ofTheFleet(TrustApi.ROLES.text());
    private static final Matter ISSUERS = Matter.ofTheFleet(TrustApi.ISSUERS.text());
    private static final Matter SIGNING = Matter.ofTheFleet(TrustApi.SIGNING.text());
    private static final Matter AUDIT = Matter.ofTheFleet(TrustApi.AUDIT.text());

    /// Of tokens that have expired at once.
    private static final int SHOWN_MAX = 5;

    private TrustEvents() {}

    /// The events of one entry of the log, for those who may know who may what.
    ///
    /// @param before the state without the facts: it has the names of what is gone since
    public static List<Event> of(List<TrustFact> facts, Trust before) {
        var events = new ArrayList<Event>();
        for (var fact : facts) {
            var event = of(fact, before);
            if (event != null) events.add(event);
        }
        return events;
    }

    /// Null: it is for the servers themselves.
    private static @Nullable Event of(TrustFact fact, Trust before) {
        return switch (fact) {
            case TrustFact.FirstTokenMade(var token) ->
                    ofToken("FirstTokenMade", token, "The first token was made");
            case TrustFact.FirstTokenAllowed _ ->
                    new Event(
                            "FirstTokenAllowed",
                            TOKENS,
                            Map.of(),
                            "Another first token may be made.",
                            Map.of());
            case TrustFact.TokenCreated(var token) -> created("TokenCreated", token);
            case TrustFact.TokenGiven(var token) -> created("TokenGiven", token);
            case TrustFact.TokenRevoked(var id) -> revoked(id, before);
            case TrustFact.TokensForgotten(var ids) -> expired(ids, before);
            case TrustFact.RoleApplied(var role) -> {
                var verb = before.roles().has(role.name()) ? "changed" : "made";
                yield ofRole("RoleApplied", role.name(), verb);
            }
            case TrustFact.RoleDeleted(var name) -> ofRole("RoleDeleted", name, "deleted");
            case TrustFact.RefusalsNoted(var refused, var others) -> refused(refused, others);
            case TrustFact.IssuerApplied(var issuer) -> {
                var verb = before.issuers().has(issuer.name()) ? "changed" : "made";
                yield ofIssuer("IssuerApplied", issuer.name(), verb);
            }
            case TrustFact.IssuerDeleted(var name) -> ofIssuer("IssuerDeleted", name, "deleted");
            case TrustFact.SigningRuleApplied(var rule) -> {
                var verb = before.signing().has(rule.name()) ? "changed" : "made";
                yield ofSigning("SigningRuleApplied", rule.name(), verb);
            }
            case TrustFact.SigningRuleDeleted(var name) ->
                    ofSigning("SigningRuleDeleted", name, "deleted");
            case TrustFact.AuditMarked _ -> null;
            case TrustFact.AuditLetGo(var upTo) ->
                    new Event(
                            "AuditLetGo",
                            AUDIT,
                            Map.of(),
                            "The lines of the audit up to number %d have been kept for long enough."
                                    .formatted(upTo.number()),
                            Map.of("number", Long.toString(upTo.number())));
        };
    }

    private static Event created(String kind, AccessToken token) {
        var what =
                token.issuer() == null
                        ? "Token %s was made".formatted(token.name())
                        : "%s has logged in on the word of issuer %s"
                                .formatted(token.name(), token.issuer());
        return ofToken(kind, token, what);
    }

    private static Event ofIssuer(String kind, String issuer, String verb) {
        return new Event(
                kind,
                ISSUERS,
                Map.of("issuer", issuer),
                "Issuer %s was %s; what was given on its word before is worth nothing."
                        .formatted(issuer, verb),
                Map.of());
    }

    private static Event ofSigning(String kind, String rule, String verb) {
        return new Event(
                kind,
                SIGNING,
                Map.of("signing", rule),
                "Signing rule %s was %s.".formatted(rule, verb),
                Map.of());
    }

    private static Event ofToken(String kind, AccessToken token, String what) {
        var roles = String.join(", ", token.roles());
        return new Event(
                kind,
                TOKENS,
                Map.of("token", token.name()),
                "%s, with the roles %s.".formatted(what, roles),
                Map.of("id", token.id(), "roles", roles));
    }

    private static Event revoked(String id, Trust before) {
        var name = name(id, before);
        return new Event(
                "TokenRevoked",
                TOKENS,
                Map.of("token", name),
                "Token %s was revoked.".formatted(name),
                Map.of("id", id));
    }

    private static Event expired(List<String> ids, Trust before) {
        var names = ids.stream().limit(SHOWN_MAX).map(id -> name(id, before)).toList();
        int more = ids.size() - names.size();
        var shown = String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
        return new Event(
                "TokensExpired",
                TOKENS,
                Map.of(),
                ids.size() == 1
                        ? "Token %s has expired.".formatted(shown)
                        : "The tokens %s have expired.".formatted(shown),
                Map.of("count", Integer.toString(ids.size())));
    }

    private static Event refused(List<TurnedAway> refused, long others) {
        long count = others;
        for (var each : refused) count += each.count();
        return new Event(
                "RequestsRefused",
                AUDIT,
                Map.of(),
                count == 1
                        ? "A request was refused; the audit says more."
                        : "%d requests were refused; the audit says more.".formatted(count),
                Map.of("count", Long.toString(count)));
    }

    private static Event ofRole(String kind, String role, String verb) {
        return new Event(
                kind,
                ROLES,
                Map.of("role", role),
                "Role %s was %s.".formatted(role, verb),
                Map.of());
    }

    /// A token that was made in the same entry has no name before it.
    private static String name(String id, Trust before) {
        var token = before.tokens().find(id);
        return token == null ? id : token.name();
    }
}
