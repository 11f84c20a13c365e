package dev.skerry.kernel;

import java.util.List;

/// What a machine answers to a message.
///
/// @param <F> the facts of the machine
/// @param <E> the effects of the machine
public sealed interface Decision<F, E> {
    /// It shall be so: the facts go to the log first, then the effects go out into the world.
    record Accepted<F, E>(List<F> facts, List<E> effects) implements Decision<F, E> {
        public Accepted {
            facts = List.copyOf(facts);
            effects = List.copyOf(effects);
        }
    }

    /// It was understood and declined; nothing has changed.
    record Refused<F, E>(Refusal refusal) implements Decision<F, E> {}

    static <F, E> Decision<F, E> of(List<F> facts) {
        return new Accepted<>(facts, List.of());
    }

    static <F, E> Decision<F, E> of(List<F> facts, List<E> effects) {
        return new Accepted<>(facts, effects);
    }

    static <F, E> Decision<F, E> nothing() {
        return new Accepted<>(List.of(), List.of());
    }

    static <F, E> Decision<F, E> refuse(Refusal refusal) {
        return new Refused<>(refusal);
    }
}
