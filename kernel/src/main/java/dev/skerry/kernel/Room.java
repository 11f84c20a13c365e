package dev.skerry.kernel;

import java.util.regex.Pattern;

/// One capability, as log, journal, link and simulator see it.
///
/// @param name stands on disks and wires and never changes: a small letter, then at most 15 of
///   small letters, digits and hyphens
/// @param <S> its state
/// @param <M> its messages
/// @param <F> its facts
/// @param <E> its effects
public record Room<S, M, F, E>(String name, Machine<S, M, F, E> machine, Form<F> facts) {
    public static final int NAME_CHARACTERS_MAX = 16;

    private static final Pattern NAME =
            Pattern.compile("[a-z][a-z0-9-]{0," + (NAME_CHARACTERS_MAX - 1) + "}");

    public Room {
        Check.check(NAME.matcher(name).matches(), "a room has a short plain name, not " + name);
    }

    /// Makes the bytes of a fact, once, when it is decided.
    ///
    /// @throws FactLog.TooLarge when they could not be read again
    public Told told(F fact) {
        return new Told(name, fact, machine.format(fact), facts.encode(fact));
    }

    /// The fact that is in the bytes.
    public Told told(byte[] bytes) throws Malformed {
        var fact = facts.decode(bytes);
        return new Told(name, fact, machine.format(fact), bytes);
    }

    @SuppressWarnings("unchecked") // a room's facts are told under its name only
    public F fact(Told told) {
        Check.check(told.room().equals(name), "it is told by " + told.room());
        return (F) told.fact();
    }
}
