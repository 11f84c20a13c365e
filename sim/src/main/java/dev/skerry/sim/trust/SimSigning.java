package dev.skerry.sim.trust;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.kernel.Batch.Act;
import dev.skerry.sim.cluster.random.RandomQuotas;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.Promise;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.signing.VerifyingKey;
import dev.skerry.trust.state.Trust;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Signing rules that come and go in the namespaces of tenants, and files that are signed or not.
/// Here a signature is the hash of key and bytes: whoever knows a key could make one, but nobody
/// does who shall not.
final class SimSigning {
    static final Promise SIGNED =
            new Promise("what is taken into a namespace is signed as its rules say at that moment");

    private static final List<VerifyingKey> KEYS =
            Stream.of("release", "ops", "eve").map(SimSigning::key).toList();

    /// How versions come of what was taken in before: nothing else runs by them.
    private static final Set<Acceptance.How> BRINGS_NOTHING =
            Set.of(Acceptance.How.SCALED, Acceptance.How.LAUNCHED, Acceptance.How.DISPATCHED);

    private final Happenings events;

    /// A file as it is sent.
    ///
    /// @param header its signatures
    /// @param by the keys that have signed exactly this file, by their fingerprints
    record SignedFile(String text, String header, List<String> by) {}

    SimSigning(Happenings events) {
        this.events = events;
    }

    private static VerifyingKey key(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return new VerifyingKey(name, Base64.getEncoder().encodeToString(bytes));
    }

    static boolean good(VerifyingKey key, byte[] bytes, byte[] signature) {
        return Arrays.equals(sign(key, bytes), signature);
    }

    private static byte[] sign(VerifyingKey key, byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(key.bytes());
            return digest.digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /// One of two rules comes, changes or goes.
    TrustMessage rule() {
        var name = "s" + events.dice.nextInt(2);
        if (events.chance(25)) return new TrustMessage.DeleteSigningRule(name);
        var both = List.of(new Glob(RandomQuotas.SHOP), new Glob(RandomQuotas.LAB));
        var where = events.chance(60) ? both : List.of(both.get(events.dice.nextInt(2)));
        int from = events.dice.nextInt(2);
        var keys = KEYS.subList(from, from + 1 + events.dice.nextInt(2));
        int need = 1 + events.dice.nextInt(keys.size());
        return new TrustMessage.ApplySigningRule(
                new SigningRule(name, where, List.of(Glob.ALL), need, keys));
    }

    /// By all keys, by some of them, by all of them for another file, or by none.
    SignedFile sent(String text) {
        int how = events.dice.nextInt(6);
        if (how == 0) return new SignedFile(text, "", List.of());
        int from = events.dice.nextInt(KEYS.size());
        var by =
                switch (how) {
                    case 1 -> List.of(KEYS.get(from));
                    case 3 -> KEYS.subList(from, KEYS.size());
                    case 4 -> KEYS.subList(0, from + 1);
                    default -> KEYS;
                };
        var signed = how == 2 ? text + "# and more" : text;
        var header =
                by.stream()
                        .map(key -> sign(key, signed.getBytes(StandardCharsets.UTF_8)))
                        .map(Base64.getEncoder()::encodeToString)
                        .collect(Collectors.joining(","));
        var good = how == 2 ? List.<VerifyingKey>of() : by;
        return new SignedFile(text, header, good.stream().map(VerifyingKey::fingerprint).toList());
    }

    /// Nobody is said to have signed who has not.
    static void look(SignedFile file, Object message) {
        if (message instanceof ClusterMessage.SubmitJob(_, _, var signatures, _)
                && !file.by().containsAll(signatures.keys()))
            throw new Broken(SIGNED, "%s have signed, not %s".formatted(file.by(), signatures));
    }

    /// What an act has taken in was signed as the rules were then.
    static void check(Act act, Trust before) {
        for (var told : act.facts()) {
            var fact = told.fact(ClusterFact.class);
            if (!(fact instanceof ClusterFact.JobAccepted accepted)) continue;
            if (BRINGS_NOTHING.contains(accepted.how())) continue;
            var namespace = accepted.spec().key().namespace();
            for (var rule : before.signing().values()) {
                boolean holds = rule.namespaces().contains(new Glob(namespace));
                if (!holds) continue;
                var signed = new ArrayList<VerifyingKey>(rule.keys());
                signed.removeIf(key -> !accepted.signed().contains(key.fingerprint()));
                if (signed.size() < rule.need())
                    throw new Broken(
                            SIGNED,
                            "%s is taken in with %s, and %s wants more"
                                    .formatted(accepted.spec().key(), signed, rule));
            }
        }
    }
}
