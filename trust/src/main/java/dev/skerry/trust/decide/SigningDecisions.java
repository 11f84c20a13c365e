package dev.skerry.trust.decide;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Sight;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.signing.SigningBounds;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.state.Trust;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How signing rules come, change and go.
public final class SigningDecisions {
    public static final int RULES_MAX = 50;

    /// Different ones, of all rules together: each of them is tried with each signature.
    public static final int KEYS_MAX = 100;

    private SigningDecisions() {}

    public static Decision<TrustFact, NoEffect> apply(
            Sight<Trust> sight, TrustMessage.ApplySigningRule message) {
        var trust = sight.own();
        var rule = message.rule();
        var wrong = SigningBounds.wrong(rule);
        if (wrong == null) wrong = meansNothing(rule, sight.house());
        if (wrong != null) return Decision.refuse(wrong);
        var before = trust.signing().find(rule.name());
        if (rule.equals(before)) return Decision.nothing();
        if (before == null && trust.signing().size() >= RULES_MAX)
            return Decision.refuse(new Refusal.Full("Signing rules", RULES_MAX, "rules"));
        if (keys(trust, rule) > KEYS_MAX)
            return Decision.refuse(
                    new Refusal.Full("Different keys of signing rules", KEYS_MAX, "keys"));
        return Decision.of(List.of(new TrustFact.SigningRuleApplied(rule)));
    }

    /// A rule about what there is not, as by a slip of the finger, would be taken for one that
    /// holds.
    private static @Nullable Refusal meansNothing(SigningRule rule, House house) {
        var known = new TreeSet<String>();
        for (var room : house.rooms()) known.addAll(room.machine().kinds());
        for (var kind : rule.kinds())
            if (!kind.equals(Glob.ALL) && known.stream().noneMatch(kind::matches))
                return new Refusal.Invalid(
                        "kinds",
                        kind.pattern(),
                        "of those that there are: " + String.join(", ", known));
        return null;
    }

    /// With those of this one in the place of those before; the same key in two rules is one.
    private static int keys(Trust trust, SigningRule rule) {
        var keys = new HashSet<String>();
        for (var key : rule.keys()) keys.add(key.fingerprint());
        for (var other : trust.signing().values())
            if (!other.name().equals(rule.name()))
                for (var key : other.keys()) keys.add(key.fingerprint());
        return keys.size();
    }

    public static Decision<TrustFact, NoEffect> delete(
            Trust trust, TrustMessage.DeleteSigningRule message) {
        if (!trust.signing().has(message.name()))
            return Decision.refuse(new Refusal.NotFound("signing rule", message.name()));
        return Decision.of(List.of(new TrustFact.SigningRuleDeleted(message.name())));
    }
}
