package dev.skerry.agent;

import java.util.ArrayDeque;

/// What was sent of an output and has not been read yet. It counts bytes, not offsets: where files
/// have gone there are offsets that nobody will ever read. Not for several threads.
final class Unread {
    /// Neighbours are counted as one piece up to so many bytes, so that a writer of single bytes
    /// fills no list.
    private static final int PIECE_BYTES_MAX = 16 * 1024;

    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private long bytes;

    /// @param next the offset behind its last byte
    private record Piece(long next, int bytes) {}

    long bytes() {
        return bytes;
    }

    /// @param next the offset behind the last byte that was sent
    void sent(long next, int count) {
        bytes += count;
        var last = pieces.peekLast();
        boolean neighbour = last != null && last.next == next - count;
        if (neighbour && last.bytes + count <= PIECE_BYTES_MAX) {
            pieces.removeLast();
            pieces.addLast(new Piece(next, last.bytes + count));
        } else {
            pieces.addLast(new Piece(next, count));
        }
    }

    /// Everything before that offset has been read.
    void readUpTo(long offset) {
        for (var first = pieces.peek(); first != null && first.next <= offset; ) {
            bytes -= pieces.remove().bytes;
            first = pieces.peek();
        }
    }
}
