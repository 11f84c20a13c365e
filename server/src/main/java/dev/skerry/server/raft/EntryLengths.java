package dev.skerry.server.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// The lengths of the entries in a file of the log, without reading them: after a mark of 8 bytes
/// each entry has its length in groups of 7 bits, the lowest first, its bytes, and a sum of 4.
final class EntryLengths {
    private static final int MARK_BYTES = 8;
    private static final int SUM_BYTES = 4;
    private static final int LENGTH_BYTES_MAX = 5;
    private static final int MORE = 0x80;

    private EntryLengths() {}

    /// Bytes of the longest one that lies in the file as a whole.
    static long longest(Path file) throws IOException {
        long longest = 0;
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            var head = ByteBuffer.allocate(LENGTH_BYTES_MAX);
            for (long at = MARK_BYTES; at < size; ) {
                channel.read(head.clear(), at);
                long length = length(head.flip());
                long next = at + head.position() + length + SUM_BYTES;
                if (length == 0 || next > size) break; // the end, or it is torn
                longest = Math.max(longest, length);
                at = next;
            }
        }
        return longest;
    }

    private static long length(ByteBuffer head) {
        long length = 0;
        for (int shift = 0; head.hasRemaining(); shift += 7) {
            int group = head.get();
            length |= (long) (group & ~MORE & 0xff) << shift;
            if ((group & MORE) == 0) return length;
        }
        return 0;
    }
}
