package dev.skerry.trust;

import static dev.skerry.trust.codec.TrustRoom.TRUST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.signing.Artifact;
import dev.skerry.kernel.signing.Signatures;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.signing.SigningPolicy;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.signing.VerifyingKey;
import dev.skerry.trust.state.Trust;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Signing rules, and what they have against what is brought.
class SigningMachineTest {
    private static final VerifyingKey RELEASE = key("release", 1);
    private static final VerifyingKey OPS = key("ops", 2);
    private static final VerifyingKey EVE = key("eve", 3);

    private final TrustMachine machine = new TrustMachine();
    private Trust trust = Trust.EMPTY;

    /// A room that takes jobs in.
    private record Takes() implements Machine<String, String, String, Machine.NoEffect> {
        @Override
        public String empty() {
            return "";
        }

        @Override
        public Decision<String, NoEffect> decide(Sight<String> sight, String message, Now now) {
            return Decision.nothing();
        }

        @Override
        public List<String> kinds() {
            return List.of("job");
        }

        @Override
        public String apply(String state, String fact) {
            return state;
        }
    }

    private record NoForm() implements Form<String> {
        @Override
        public byte[] encode(String fact) {
            return new byte[0];
        }

        @Override
        public String decode(byte[] bytes) {
            return "";
        }
    }

    private static final House HOUSE =
            House.of(List.of(new Room<>("takes", new Takes(), new NoForm()), TRUST));

    private static VerifyingKey key(String name, int number) {
        var bytes = new byte[] {0x30, (byte) number};
        return new VerifyingKey(name, Base64.getEncoder().encodeToString(bytes));
    }

    private static List<Glob> globs(String... patterns) {
        return Arrays.stream(patterns).map(Glob::new).toList();
    }

    private static SigningRule rule(String name, String namespace, int need, VerifyingKey... keys) {
        return new SigningRule(name, globs(namespace), globs("job"), need, List.of(keys));
    }

    private String tell(TrustMessage message) {
        var sight = new Sight<>(trust, HOUSE.with(TRUST, trust), Caller.SERVERS);
        return switch (machine.decide(sight, message, new Now(5, 7))) {
            case Decision.Refused(var refusal) -> "refused: " + refusal.sentence();
            case Decision.Accepted(var facts, _) -> {
                for (var fact : facts) trust = machine.apply(trust, fact);
                yield facts.toString();
            }
        };
    }

    private String apply(SigningRule rule) {
        return tell(new TrustMessage.ApplySigningRule(rule));
    }

    /// What is said of a job there, with as many signatures as keys, and more that are not good.
    private String says(String namespace, int others, VerifyingKey... keys) {
        var good = Arrays.stream(keys).map(VerifyingKey::fingerprint).toList();
        var signatures = new Signatures(good.size() + others, good);
        var refusal = machine.against(trust, new Artifact("job", namespace, signatures));
        return refusal == null ? "" : refusal.sentence();
    }

    @Test
    void whereNoRuleHoldsNothingHasToBeSigned() {
        assertEquals("", says("till", 0));
        apply(rule("till", "till-*", 1, RELEASE));
        assertEquals("", says("till", 0));
        assertEquals(
                "Namespace till-7 asks for a signature by release on each job, by the signing rule"
                        + " till: sign it, and send it with --signature.",
                says("till-7", 0));
        assertEquals("", says("till-7", 0, RELEASE));
        var image = new Artifact("image", "till-7", Signatures.NONE);
        assertTrue(machine.against(trust, image) == null, "of another kind");
    }

    @Test
    void anotherKeyIsNotEnough() {
        apply(rule("till", "till", 1, RELEASE));
        var other =
                "Namespace till asks for a signature by release on each job, by the signing rule"
                        + " till; ";
        assertEquals(
                other
                        + "the signature that came along is by another key, or of other bytes than"
                        + " these.",
                says("till", 0, EVE));
        assertEquals(
                other
                        + "the 2 signatures that came along are by other keys, or of other bytes"
                        + " than these.",
                says("till", 1, EVE));
        assertEquals("", says("till", 3, EVE, RELEASE));
    }

    @Test
    void itIsCountedHowManyKeysHaveSigned() {
        apply(rule("two", "till", 2, RELEASE, OPS, EVE));
        var wants =
                "Namespace till asks for signatures by 2 of release, ops, eve on each job, by the"
                        + " signing rule two";
        assertEquals(wants + "; this has one by ops only.", says("till", 0, OPS));
        assertEquals(wants + "; this has one by ops only.", says("till", 1, OPS));
        assertEquals("", says("till", 0, OPS, EVE));
        apply(rule("two", "till", 1, RELEASE, OPS));
        assertTrue(says("till", 0).contains("a signature by one of release, ops on each job"));
    }

    @Test
    void whatEachRuleWantsIsWanted() {
        apply(rule("a", "till", 1, RELEASE));
        apply(rule("b", "*", 1, OPS));
        assertTrue(says("till", 0, OPS).contains("by the signing rule a;"));
        assertTrue(says("till", 0, RELEASE).contains("by the signing rule b;"));
        assertEquals("", says("till", 0, RELEASE, OPS));
        assertEquals("[SigningRuleDeleted[name=b]]", tell(new TrustMessage.DeleteSigningRule("b")));
        assertEquals("", says("till", 0, RELEASE));
        assertEquals(
                "refused: There is no signing rule \"b\"; `skerry signing list` shows what there"
                        + " is.",
                tell(new TrustMessage.DeleteSigningRule("b")));
    }

    /// Of all rules that hold there, by whatever names.
    @Test
    void eachKeyIsTriedOnce() {
        var other = new VerifyingKey("release", EVE.spki());
        apply(rule("a", "till", 1, RELEASE, OPS));
        apply(rule("b", "*", 1, new VerifyingKey("again", OPS.spki()), other));
        apply(rule("c", "lab", 1, key("lab", 4)));
        var keys = SigningPolicy.keys(trust.signing().values(), "job", "till");
        assertEquals(List.of(RELEASE, OPS, other), keys);
        assertEquals(List.of(), SigningPolicy.keys(trust.signing().values(), "image", "till"));
    }

    @Test
    void theSameAgainChangesNothing() {
        assertTrue(apply(rule("a", "till", 1, RELEASE)).startsWith("[SigningRuleApplied"));
        assertEquals("[]", apply(rule("a", "till", 1, RELEASE)));
        assertTrue(apply(rule("a", "till", 1, OPS)).startsWith("[SigningRuleApplied"));
        assertEquals(1, trust.signing().size());
    }

    @Test
    void whatIsWrongIsRefused() {
        for (var wrong :
                List.of(
                        rule("A", "till", 1, RELEASE),
                        rule("a", "till", 1),
                        rule("a", "till", 0, RELEASE),
                        rule("a", "till", 2, RELEASE),
                        rule("a", "till", 1, new VerifyingKey("R", RELEASE.spki())),
                        rule("a", "till", 1, RELEASE, new VerifyingKey("release", OPS.spki())),
                        rule("a", "till", 2, RELEASE, new VerifyingKey("twin", RELEASE.spki())),
                        rule("a", "till", 1, new VerifyingKey("x", "")),
                        rule("a", "till", 1, new VerifyingKey("x", "no base64")),
                        rule("a", "till", 1, new VerifyingKey("x", "A".repeat(1_028))),
                        new SigningRule("a", List.of(), globs("job"), 1, List.of(RELEASE)),
                        new SigningRule("a", globs("*"), List.of(), 1, List.of(RELEASE)))) {
            var said = apply(wrong);
            assertTrue(said.startsWith("refused: ") && said.contains("it should be"), said);
            assertFalse(said.contains("no base64"), "what is in place of a key is not repeated");
        }
        assertEquals(0, trust.signing().size());
    }

    @Test
    void aRuleAboutNothingIsRefused() {
        var slip = new SigningRule("a", globs("*"), globs("job", "jobs"), 1, List.of(RELEASE));
        assertEquals(
                "refused: kinds is \"jobs\"; it should be of those that there are: job.",
                apply(slip));
        var all = new SigningRule("a", globs("*"), globs("*"), 1, List.of(RELEASE));
        assertTrue(apply(all).startsWith("[SigningRuleApplied"));
    }

    private static VerifyingKey[] keys(int from, int count) {
        var keys = new VerifyingKey[count];
        for (int i = 0; i < count; i++) keys[i] = key("k" + (from + i), from + i);
        return keys;
    }

    @Test
    void aRuleHasAtMost32Keys() {
        assertTrue(apply(rule("a", "x", 32, keys(0, 32))).startsWith("[SigningRule"));
        assertEquals(
                "refused: keys is \"33 elements\"; it should be 1 to 32 elements.",
                apply(rule("a", "x", 1, keys(0, 33))));
    }

    @Test
    void differentKeysHaveALimit() {
        for (int i = 0; i < 3; i++)
            assertTrue(apply(rule("r" + i, "x", 1, keys(32 * i, 32))).startsWith("[SigningRule"));
        assertTrue(apply(rule("four", "x", 1, keys(96, 4))).startsWith("[SigningRule"));
        assertEquals(
                "refused: Different keys of signing rules: the limit of 100 keys is reached.",
                apply(rule("more", "x", 1, key("other", 100))));
        for (int i = 0; i < 20; i++)
            assertTrue(
                    apply(rule("same" + i, "y", 1, keys(3 * i, 32 - i))).startsWith("[SigningRule"),
                    "they are in other rules already");
        assertTrue(apply(rule("r0", "y", 1, keys(0, 32))).startsWith("[SigningRule"));
        assertTrue(
                apply(rule("four", "x", 1, key("other", 100))).startsWith("[SigningRule"),
                "those in whose place it comes do not count");
    }

    @Test
    void rulesHaveALimit() {
        for (int i = 0; i < 50; i++) apply(rule("r" + i, "x", 1, RELEASE));
        assertEquals(
                "refused: Signing rules: the limit of 50 rules is reached.",
                apply(rule("more", "x", 1, RELEASE)));
        assertTrue(apply(rule("r7", "y", 1, RELEASE)).startsWith("[SigningRule"));
    }
}
