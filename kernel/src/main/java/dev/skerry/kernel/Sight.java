package dev.skerry.kernel;

/// What a machine sees while it decides.
///
/// @param own its own state
/// @param house all of the states, its own too
/// @param caller on whose behalf it decides
/// @param <S> its own state's type
public record Sight<S>(S own, House house, Caller caller) {
    /// What another room knows. Only to read: to change it, ask it by an effect.
    public <T> T of(Room<T, ?, ?, ?> other) {
        return house.of(other);
    }

    /// The state in a house of no other rooms, for those who try a machine by itself; the servers
    /// ask.
    public static <S> Sight<S> alone(S own) {
        return new Sight<>(own, House.EMPTY, Caller.SERVERS);
    }
}
