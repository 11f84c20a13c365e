package dev.skerry.kernel;

/// How a value becomes bytes for disks and wires, and comes back the same.
///
/// @param <T> the value's type
public interface Form<T> {
    /// Its bytes.
    ///
    /// @throws FactLog.TooLarge when they could not be read again
    byte[] encode(T value);

    /// The value that the bytes mean.
    ///
    /// @throws Malformed when they mean none; the message says what is wrong with them
    T decode(byte[] bytes) throws Malformed;
}
