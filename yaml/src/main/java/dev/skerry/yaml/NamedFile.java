package dev.skerry.yaml;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// One kind of what people apply by its name from a file, as roles are: how a file of it is read,
/// where it is in a room's state, and what is asked of the room.
///
/// @param <S> the room's state
/// @param <M> its messages
/// @param <T> what such a file says
public interface NamedFile<S, M, T> {
    /// Of all of them: `/v1/roles`.
    String path();

    /// For people: `role`.
    String kind();

    /// Reads a file of one.
    ///
    /// @param name that it should have
    FileReading<T> read(byte[] bytes, Wording wording, String name);

    String nameOf(T one);

    /// All that there are, in any order.
    Collection<T> all(S state);

    /// The one of that name; null: there is none.
    @Nullable T find(S state, String name);

    /// As it is shown.
    Object answer(T one);

    M apply(T one);

    M delete(String name);

    /// What a change of one comes to.
    Object changed(String name, long index);
}
