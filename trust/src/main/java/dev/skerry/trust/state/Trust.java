package dev.skerry.trust.state;

import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.policy.ReadyRoles;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.signing.SigningRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All tokens, roles, issuers and signing rules, as the servers have them.
///
/// @param tokens by their ids; those that have expired are here until they are forgotten
/// @param ids of the tokens by their names; those that issuers have caused are not among them, as
///   they can have the same
/// @param rules that people have applied as files
/// @param expiries when which token, by its id, is worth nothing any more
/// @param firstMade the first token was made, and no other may be made instead
/// @param tickMs the latest moment on the servers' clock that is known of here
/// @param audit how far it has come; its lines stand elsewhere
/// @param retention which of them are kept
public record Trust(
        PersistentMap<String, AccessToken> tokens,
        PersistentMap<String, String> ids,
        TrustRules rules,
        PersistentAgenda<String> expiries,
        boolean firstMade,
        long tickMs,
        AuditHead audit,
        AuditRetention retention) {
    public static final Trust EMPTY =
            new Trust(
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    TrustRules.NONE,
                    PersistentAgenda.empty(),
                    false,
                    0,
                    AuditHead.NONE,
                    AuditRetention.NONE);

    /// The token of that id, or else of that name; null: there is none.
    public @Nullable AccessToken token(String idOrName) {
        var byId = tokens.find(idOrName);
        if (byId != null) return byId;
        var id = ids.find(idOrName);
        return id == null ? null : tokens.find(id);
    }

    /// The token of that id, if it is worth something; null: it is not, or there is none.
    public @Nullable AccessToken live(String id, Now now) {
        var token = tokens.find(id);
        return token == null || token.expired(now) ? null : token;
    }

    /// The role of that name, ready-made or not; null: there is none.
    public @Nullable Role role(String name) {
        var ready = ReadyRoles.find(name);
        return ready == null ? roles().find(name) : ready;
    }

    /// Those of the names that there are.
    public List<Role> roles(List<String> names) {
        var found = new ArrayList<Role>();
        for (var name : names) {
            var role = role(name);
            if (role != null) found.add(role);
        }
        return found;
    }

    /// Those of the tasks of a job, by their names, as the tasks have them.
    public List<Role> rolesOfTask(String namespace, String job) {
        return roles().values().stream()
                .filter(it -> it.ofTasks(namespace, job))
                .sorted(Comparator.comparing(Role::name))
                .map(it -> it.within(namespace))
                .toList();
    }

    /// With one token more.
    public Trust with(AccessToken token) {
        return new Trust(
                tokens.with(token.id(), token),
                token.issuer() == null ? ids.with(token.name(), token.id()) : ids,
                rules,
                expiries.with(token.id(), token.expiresTickMs()),
                firstMade,
                Math.max(tickMs, token.createdTickMs()),
                audit,
                retention);
    }

    /// Without the token of that id.
    public Trust without(String id) {
        var token = tokens.find(id);
        if (token == null) return this;
        return new Trust(
                tokens.without(id),
                token.issuer() == null ? ids.without(token.name()) : ids,
                rules,
                expiries.without(id),
                firstMade,
                tickMs,
                audit,
                retention);
    }

    /// Without tokens that have expired: so late it is.
    public Trust forgetting(List<String> expired) {
        var next = this;
        for (var id : expired) {
            var token = tokens.find(id);
            if (token != null) next = next.without(id).atTick(token.expiresTickMs());
        }
        return next;
    }

    /// At that moment, or later if it is known to be later.
    public Trust atTick(long atTickMs) {
        if (atTickMs <= tickMs) return this;
        return new Trust(tokens, ids, rules, expiries, firstMade, atTickMs, audit, retention);
    }

    /// By their names; [ReadyRoles] are not among them.
    public PersistentMap<String, Role> roles() {
        return rules.roles();
    }

    /// By their names.
    public PersistentMap<String, Issuer> issuers() {
        return rules.issuers();
    }

    /// Which keys have to sign what, by the names of the rules.
    public PersistentMap<String, SigningRule> signing() {
        return rules.signing();
    }

    private Trust with(TrustRules next) {
        return new Trust(tokens, ids, next, expiries, firstMade, tickMs, audit, retention);
    }

    public Trust with(Role role) {
        return with(rules.roles(roles().with(role.name(), role)));
    }

    public Trust withoutRole(String name) {
        return with(rules.roles(roles().without(name)));
    }

    /// The issuer whose JWTs say so of themselves; null: there is none.
    public @Nullable Issuer issuer(String url) {
        for (var each : issuers().values()) if (each.url().equals(url)) return each;
        return null;
    }

    /// With an issuer that is new, or is another than before.
    public Trust with(Issuer issuer) {
        return with(rules.issuers(issuers().with(issuer.name(), issuer)));
    }

    public Trust withoutIssuer(String name) {
        return with(rules.issuers(issuers().without(name)));
    }

    public Trust with(SigningRule rule) {
        return with(rules.signing(signing().with(rule.name(), rule)));
    }

    public Trust withoutSigningRule(String name) {
        return with(rules.signing(signing().without(name)));
    }

    /// Without the tokens that were given on the word of that issuer.
    public Trust withoutTokensOf(String issuer) {
        var next = this;
        for (var token : tokens.values())
            if (issuer.equals(token.issuer())) next = next.without(token.id());
        return next;
    }

    /// @param made whether the first token was made, and no other may be made instead
    public Trust first(boolean made) {
        return new Trust(tokens, ids, rules, expiries, made, tickMs, audit, retention);
    }

    /// The same when the audit has come so far.
    public Trust audited(AuditHead head) {
        return new Trust(tokens, ids, rules, expiries, firstMade, tickMs, head, retention);
    }

    /// The same when these lines of the audit are kept.
    public Trust keeping(AuditRetention next) {
        return new Trust(tokens, ids, rules, expiries, firstMade, tickMs, audit, next);
    }
}
