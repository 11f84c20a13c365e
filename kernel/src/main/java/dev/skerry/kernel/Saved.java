package dev.skerry.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// How a room's state is saved as a whole, so that the log before it can be let go.
///
/// The bytes are on disks: a room reads what each of its versions has written since the first that
/// was released.
///
/// @param <S> the room's state
public interface Saved<S> {
    Room<S, ?, ?, ?> room();

    /// Writes the state and flushes; the stream stays open. For any thread, at any time later: the
    /// state is a value.
    void write(S state, OutputStream to) throws IOException;

    /// The state that was written.
    ///
    /// @throws IOException when the stream ends early or is not as it was written; the message says
    ///   where
    S read(InputStream from) throws IOException;
}
