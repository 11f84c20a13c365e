package dev.skerry.http;

import dev.skerry.kernel.Caller;

/// Somebody who was let in, with what he may do: as it is now, each time it is asked. What he may
/// can change, and end, while his request is answered.
public interface Admitted {
    Caller caller();

    /// @param place where the right is needed: a namespace or a pool, as the thing's scope is; `*`:
    ///   in all of them, those to come too, so that a denial in one of them denies it
    boolean allows(Need.Right right, String place);

    /// Whether he is still let in; asked again and again while an answer goes on.
    boolean stands();

    /// What is missing, as a sentence that says what to do, when it is not known who he is; empty:
    /// it is known.
    String lack();
}
