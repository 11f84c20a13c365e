package dev.skerry.kernel;

/// Whatever holds state in Skerry: it decides on a message, and only facts change it.
///
/// Neither method reads a clock, draws a number, does I/O or starts a thread.
///
/// @param <S> its state, an immutable value
/// @param <M> what can be asked of it
/// @param <F> what can have happened to it
/// @param <E> what it can ask the world to do
public interface Machine<S, M, F, E> {
    /// What would happen if the message was worked through now.
    Decision<F, E> decide(S state, M message, Now now);

    /// The state after the fact. It never refuses: the log has already decided.
    S apply(S state, F fact);
}
