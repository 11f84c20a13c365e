package dev.skerry.kernel.node;

import dev.skerry.kernel.Room;
import dev.skerry.kernel.link.NodePart;
import java.util.List;

/// What one room brings to a node.
///
/// @param <S> its state there
/// @param <M> its messages
/// @param <F> its facts, which stand in the node's journal
/// @param <E> its effects
public interface NodeRoom<S, M, F, E> {
    Room<S, M, F, E> room();

    /// What it has on the link.
    NodePart part();

    /// The facts of a new journal that lead to the same state.
    List<F> compacted(S state);

    /// The journal holds what this effect follows from; it is carried out, once more than needed at
    /// times. It must not block.
    void carryOut(E effect);

    /// The state has changed; the journal holds it.
    void changed(S state);
}
