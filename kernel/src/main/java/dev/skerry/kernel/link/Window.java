package dev.skerry.kernel.link;

/// The reader's account of one stream: what may still come, and when to ask for more. For one
/// thread at a time.
public final class Window {
    private static final int GRANTS = 4;

    private final long bytesMax;
    private long credit;
    private long read;

    /// @param bytesMax on their way or waiting at the reader
    public Window(long bytesMax) {
        this.bytesMax = bytesMax;
        credit = bytesMax;
    }

    /// What the writer gets with the request.
    public long bytesMax() {
        return bytesMax;
    }

    /// A piece has come.
    ///
    /// @return false when there was no credit for it
    public boolean came(long bytes) {
        if (bytes > credit) return false;
        credit -= bytes;
        return true;
    }

    /// Somebody has worked through so much of it.
    ///
    /// @return what to grant the writer now; 0: nothing yet, it has enough
    public long read(long bytes) {
        read += bytes;
        if (read < bytesMax / GRANTS) return 0;
        long more = read;
        read = 0;
        credit += more;
        return more;
    }
}
