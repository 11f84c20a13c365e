package dev.skerry.kernel.node;

import dev.skerry.kernel.link.Frame;
import java.util.function.Supplier;

/// What a server has caused a room's machine to be told. A machine that fails on it costs this and
/// nothing else, whatever a server of another build or a damaged one may say.
///
/// @param bytes that it takes while it waits, roughly
/// @param message makes it when its turn comes: by then it is known what before it was passed over
/// @param passedOver is called before the next one's turn when nothing came of this one
public record Caused<M>(int bytes, Supplier<M> message, Runnable passedOver) {
    /// A small one, on which nothing else hangs.
    public static <M> Caused<M> of(M message) {
        return new Caused<>(Frame.OVERHEAD_BYTES, () -> message, () -> {});
    }
}
