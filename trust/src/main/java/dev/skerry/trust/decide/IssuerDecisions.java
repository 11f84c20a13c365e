package dev.skerry.trust.decide;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.IssuerBounds;
import dev.skerry.trust.issuer.Recognition;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How issuers come, change and go, and how tokens are given on their word.
public final class IssuerDecisions {
    public static final int ISSUERS_MAX = 50;

    /// Tokens given on the word of all issuers; they take no place from those that people make.
    public static final int GIVEN_MAX = 10_000;

    /// On the word of one.
    static final int GIVEN_BY_ONE_MAX = GIVEN_MAX / 2;

    /// To one name.
    static final int GIVEN_TO_ONE_MAX = 200;

    private IssuerDecisions() {}

    public static Decision<TrustFact, NoEffect> apply(
            Trust trust, TrustMessage.ApplyIssuer message) {
        var issuer = message.issuer();
        var wrong = IssuerBounds.wrong(issuer);
        if (wrong != null) return Decision.refuse(wrong);
        var before = trust.issuers().find(issuer.name());
        if (issuer.equals(before)) return Decision.nothing();
        if (before == null && trust.issuers().size() >= ISSUERS_MAX)
            return Decision.refuse(new Refusal.Full("Issuers", ISSUERS_MAX, "issuers"));
        var same = trust.issuer(issuer.url());
        if (same != null && !same.name().equals(issuer.name()))
            return Decision.refuse(
                    new Refusal.Conflict(
                            "The issuer %s has the same url.".formatted(same.name()),
                            "A JWT says by its url whose it is: put the rules into one."));
        for (var rule : issuer.roles())
            if (trust.role(rule.role()) == null)
                return Decision.refuse(new Refusal.NotFound("role", rule.role()));
        return Decision.of(List.of(new TrustFact.IssuerApplied(issuer)));
    }

    public static Decision<TrustFact, NoEffect> delete(
            Trust trust, TrustMessage.DeleteIssuer message) {
        if (!trust.issuers().has(message.name()))
            return Decision.refuse(new Refusal.NotFound("issuer", message.name()));
        return Decision.of(List.of(new TrustFact.IssuerDeleted(message.name())));
    }

    public static Decision<TrustFact, NoEffect> give(
            Trust trust, TrustMessage.GiveToken message, Now now) {
        var issuer = message.issuer();
        if (!issuer.equals(trust.issuers().find(issuer.name())))
            return Decision.refuse(
                    new Refusal.Conflict(
                            "The issuer %s was changed meanwhile.".formatted(issuer.name()),
                            "Log in again."));
        var wrong = wrong(trust, message);
        if (wrong != null) return Decision.refuse(wrong);
        long lifeMs =
                Math.max(TokenDecisions.LIFE_MIN_MS, Math.min(issuer.ttlMs(), message.leftMs()));
        var token =
                new AccessToken(
                        message.id(),
                        message.name(),
                        message.hash(),
                        message.roles(),
                        now.wallMs(),
                        now.wallMs() + lifeMs,
                        now.tickMs() + lifeMs,
                        issuer.name());
        return Decision.of(List.of(new TrustFact.TokenGiven(token)));
    }

    private static @Nullable Refusal wrong(Trust trust, TrustMessage.GiveToken it) {
        int length = it.name().length();
        var issuer = it.issuer();
        if (!it.name().startsWith(issuer.name() + "/") || length > Recognition.NAME_CHARACTERS_MAX)
            return new Refusal.Invalid("name", it.name(), "the issuer's name, a slash and who");
        var wrong = TokenDecisions.wrongRoles(trust, it.roles());
        if (wrong == null) wrong = TokenDecisions.wrong(trust, it.id(), it.hash());
        return wrong == null ? full(trust, issuer, it.name()) : wrong;
    }

    /// Those that have expired are among them until they are forgotten, which is soon.
    private static @Nullable Refusal full(Trust trust, Issuer issuer, String name) {
        int all = trust.tokens().size() - trust.ids().size();
        if (all >= GIVEN_MAX)
            return new Refusal.Full("Tokens on the word of issuers", GIVEN_MAX, "tokens");
        if (all < GIVEN_TO_ONE_MAX) return null;
        int byOne = 0;
        int toOne = 0;
        for (var token : trust.tokens().values()) {
            if (issuer.name().equals(token.issuer())) byOne++;
            if (name.equals(token.name())) toOne++;
        }
        if (toOne >= GIVEN_TO_ONE_MAX)
            return new Refusal.Full("Tokens of " + name, GIVEN_TO_ONE_MAX, "tokens");
        return byOne < GIVEN_BY_ONE_MAX
                ? null
                : new Refusal.Full(
                        "Tokens on the word of " + issuer.name(), GIVEN_BY_ONE_MAX, "tokens");
    }
}
