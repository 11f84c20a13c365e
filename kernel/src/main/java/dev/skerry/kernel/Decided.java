package dev.skerry.kernel;

import java.util.List;

/// What became of a message in front of a [Promised].
///
/// @param <E> the effects of the machine
public sealed interface Decided<E> {
    /// It is promised.
    ///
    /// @param effects to be carried out once the batch is certain
    record Accepted<E>(List<E> effects) implements Decided<E> {}

    /// It was declined; nothing has changed.
    record Refused<E>(Refusal refusal) implements Decided<E> {}

    /// The batch has no room for it: close it, and ask again.
    record Later<E>() implements Decided<E> {}
}
