package dev.skerry.trust.decide;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.policy.ReadyRoles;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How tokens come and go.
public final class TokenDecisions {
    /// The first one has its place beside them: it is what gets a fleet out of a corner. So have
    /// those that issuers cause, see [IssuerDecisions#GIVEN_MAX].
    public static final int TOKENS_MAX = 10_000;

    public static final int ROLES_OF_TOKEN_MAX = 16;
    public static final long LIFE_MIN_MS = 60_000;
    public static final long LIFE_MAX_MS = 366L * 24 * 3_600_000;

    /// Tokens forgotten in one go.
    static final int FORGOTTEN_MAX = 500;

    private static final String NAME_SHOULD =
            Text.WORD_SHOULD + ", not \"first\", and not 12 hexadecimal digits as ids are";

    private TokenDecisions() {}

    public static Decision<TrustFact, NoEffect> makeFirst(
            Trust trust, TrustMessage.MakeFirstToken message, Now now) {
        if (trust.firstMade())
            return Decision.refuse(
                    new Refusal.Conflict(
                            "The first token was made already.",
                            "Start the server with --first-token again to have another one."));
        var wrong = wrong(trust, message.id(), message.hash());
        if (wrong != null) return Decision.refuse(wrong);
        var facts = new ArrayList<TrustFact>();
        var before = trust.ids().find(AccessToken.FIRST);
        if (before != null) facts.add(new TrustFact.TokenRevoked(before));
        var roles = List.of(ReadyRoles.ADMIN.name());
        var wanted =
                new TrustMessage.CreateToken(
                        message.id(), AccessToken.FIRST, message.hash(), roles, LIFE_MAX_MS);
        facts.add(new TrustFact.FirstTokenMade(token(wanted, now)));
        return Decision.of(facts);
    }

    public static Decision<TrustFact, NoEffect> allowFirst(Trust trust) {
        return trust.firstMade()
                ? Decision.of(List.of(new TrustFact.FirstTokenAllowed()))
                : Decision.nothing();
    }

    public static Decision<TrustFact, NoEffect> create(
            Trust trust, TrustMessage.CreateToken message, Now now) {
        var wrong = wrong(trust, message);
        if (wrong != null) return Decision.refuse(wrong);
        var facts = new ArrayList<TrustFact>();
        var same = trust.ids().find(message.name());
        if (same != null) {
            if (trust.live(same, now) != null)
                return Decision.refuse(
                        new Refusal.Conflict(
                                "There is a token \"%s\" already.".formatted(message.name()),
                                "Revoke that one first, or choose another name."));
            facts.add(gone(trust, same, now));
        } else if (trust.ids().size() >= TOKENS_MAX) {
            return Decision.refuse(new Refusal.Full("Tokens", TOKENS_MAX, "tokens"));
        }
        facts.add(new TrustFact.TokenCreated(token(message, now)));
        return Decision.of(facts);
    }

    /// What is forgotten says how late it is on the servers' clock: not what has expired by the
    /// wall clock only.
    private static TrustFact gone(Trust trust, String expired, Now now) {
        var token = trust.tokens().find(expired);
        boolean forgotten = token == null || token.forgettable(now);
        return forgotten
                ? new TrustFact.TokensForgotten(List.of(expired))
                : new TrustFact.TokenRevoked(expired);
    }

    private static AccessToken token(TrustMessage.CreateToken wanted, Now now) {
        return new AccessToken(
                wanted.id(),
                wanted.name(),
                wanted.hash(),
                wanted.roles(),
                now.wallMs(),
                now.wallMs() + wanted.lifeMs(),
                now.tickMs() + wanted.lifeMs());
    }

    private static @Nullable Refusal wrong(Trust trust, TrustMessage.CreateToken it) {
        var name = it.name();
        boolean right = Text.word(name) && !name.equals(AccessToken.FIRST) && !AccessToken.id(name);
        if (!right) return new Refusal.Invalid("name", name, NAME_SHOULD);
        var wrong = wrongRoles(trust, it.roles());
        if (wrong != null) return wrong;
        if (it.lifeMs() < LIFE_MIN_MS || it.lifeMs() > LIFE_MAX_MS)
            return new Refusal.Invalid("ttl", Text.duration(it.lifeMs()), "from 1m to 366d");
        return wrong(trust, it.id(), it.hash());
    }

    static @Nullable Refusal wrongRoles(Trust trust, List<String> roles) {
        if (roles.isEmpty() || roles.size() > ROLES_OF_TOKEN_MAX)
            return new Refusal.Invalid(
                    "roles",
                    roles.size() + " roles",
                    "1 to %d roles".formatted(ROLES_OF_TOKEN_MAX));
        var seen = new HashSet<String>();
        for (var role : roles) {
            if (trust.role(role) == null) return new Refusal.NotFound("role", role);
            if (!seen.add(role)) return new Refusal.Invalid("roles", role, "there once");
        }
        return null;
    }

    /// What whoever asks has drawn; the hash is shown to nobody.
    static @Nullable Refusal wrong(Trust trust, String id, String hash) {
        if (!AccessToken.id(id))
            return new Refusal.Invalid("id", id, "12 hexadecimal digits in small letters");
        if (!AccessToken.hash(hash))
            return new Refusal.Invalid("hash", "…", "a SHA-256 in 64 hexadecimal digits");
        if (trust.tokens().has(id))
            return new Refusal.Conflict("The id of the token is taken.", "Try again.");
        return null;
    }

    public static Decision<TrustFact, NoEffect> revoke(
            Trust trust, TrustMessage.RevokeToken message) {
        if (!trust.tokens().has(message.id()))
            return Decision.refuse(new Refusal.NotFound("token", message.id()));
        return Decision.of(List.of(new TrustFact.TokenRevoked(message.id())));
    }

    /// Those that have expired, the earliest first; what is too much for once waits for the next
    /// time.
    public static Decision<TrustFact, NoEffect> forget(Trust trust, Now now) {
        var expired = trust.expiries().until(now.tickMs(), FORGOTTEN_MAX);
        if (expired.isEmpty()) return Decision.nothing();
        return Decision.of(List.of(new TrustFact.TokensForgotten(expired)));
    }

    /// What is said to somebody whose token was good when he came.
    public static Refusal worthNothing(Caller caller) {
        return new Refusal.Forbidden(
                "The token \"%s\" was revoked or has expired; log in again."
                        .formatted(caller.name()));
    }
}
