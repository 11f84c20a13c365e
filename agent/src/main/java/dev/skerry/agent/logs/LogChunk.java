package dev.skerry.agent.logs;

/// A piece of a stream.
public final class LogChunk {
    private final long offset;
    private final byte[] bytes;

    LogChunk(long offset, byte[] bytes) {
        this.offset = offset;
        this.bytes = bytes;
    }

    /// Of its first byte; later than asked for when the older bytes are gone.
    public long offset() {
        return offset;
    }

    /// The bytes themselves, not a copy: the chunk belongs to who has asked for it.
    public byte[] bytes() {
        return bytes;
    }

    /// Where to read on.
    public long next() {
        return offset + bytes.length;
    }

    /// Whether there was nothing to read.
    public boolean isEmpty() {
        return bytes.length == 0;
    }
}
