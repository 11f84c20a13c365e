package dev.skerry.kernel.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decided;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentSet;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// One room has something against what another one would take in.
class BroughtTest {
    private static final Now NOW = new Now(5, 0);
    private static final Refusal UNSIGNED = new Refusal.Unsigned("It is not signed.");

    /// Takes in whatever it is sent, or has namespaces into which nothing comes unsigned.
    ///
    /// @param guards otherwise it takes in
    private record Small(boolean guards)
            implements Machine<PersistentSet<String>, String, String, Machine.NoEffect> {
        @Override
        public PersistentSet<String> empty() {
            return PersistentSet.empty();
        }

        @Override
        public Decision<String, NoEffect> decide(
                Sight<PersistentSet<String>> sight, String message, Now now) {
            return Decision.of(List.of(message));
        }

        /// `till by k1`: into that namespace, signed by that key.
        @Override
        public @Nullable Artifact brings(PersistentSet<String> state, String message) {
            var words = message.split(" by ", -1);
            if (guards) return null;
            var keys = words.length == 1 ? List.<String>of() : List.of(words[1]);
            return new Artifact("box", words[0], new Signatures(keys.size(), keys));
        }

        @Override
        public @Nullable Refusal against(PersistentSet<String> state, Artifact it) {
            boolean signed = !it.signatures().keys().isEmpty();
            return state.has(it.namespace()) && !signed ? UNSIGNED : null;
        }

        @Override
        public PersistentSet<String> apply(PersistentSet<String> state, String fact) {
            return state.with(fact);
        }
    }

    private record Words() implements Form<String> {
        @Override
        public byte[] encode(String fact) {
            return fact.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static final Room<PersistentSet<String>, String, String, Machine.NoEffect> BOXES =
            new Room<>("boxes", new Small(false), new Words());
    private static final Room<PersistentSet<String>, String, String, Machine.NoEffect> GUARD =
            new Room<>("guard", new Small(true), new Words());

    private final Promised promised =
            new Promised(House.of(List.of(BOXES, GUARD)), new Promised.BatchLimits(9_000, 9_000));

    private Decided<?> bring(String message, Caller caller) {
        return promised.decide(BOXES, message, caller, NOW);
    }

    private void guard(String namespace) {
        var decided = promised.decide(GUARD, namespace, Caller.SERVERS, NOW);
        assertInstanceOf(Decided.Accepted.class, decided);
    }

    @Test
    void whatIsNotSignedIsRefusedWhoeverBringsIt() {
        guard("till");
        var before = promised.promised();
        for (var kind : Caller.Kind.values())
            assertEquals(new Decided.Refused<>(UNSIGNED), bring("till", new Caller(kind, "x")));
        assertSame(before, promised.promised());
        assertInstanceOf(Decided.Accepted.class, bring("till by k1", Caller.SERVERS));
        assertInstanceOf(Decided.Accepted.class, bring("lab", Caller.SERVERS));
    }

    /// The policy is that of the moment, as far as it is promised: nobody waits for a disk.
    @Test
    void itIsAskedWhenTheMessageIsDecided() {
        assertInstanceOf(Decided.Accepted.class, bring("till", Caller.SERVERS));
        guard("till");
        assertInstanceOf(Decided.Refused.class, bring("till", Caller.SERVERS));
        promised.drop();
        assertInstanceOf(Decided.Accepted.class, bring("till", Caller.SERVERS));
    }

    /// What brings nothing is nobody's to look at.
    @Test
    void otherMessagesAreNot() {
        guard("till");
        guard("till");
        assertEquals(2, promised.close().acts().size());
    }
}
