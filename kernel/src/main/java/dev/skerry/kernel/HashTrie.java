package dev.skerry.kernel;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One node of a trie of hashes, and what is below it. Five bits of a key's hash say at which of
/// its 32 places it stands; two keys that want the same place stand one level deeper, and keys with
/// one hash in a bucket at the end. A node has room for what it holds only: its entries, then the
/// nodes below it, each in the order of their places. Nothing stands deeper than it has to, so that
/// what a trie holds says all of its shape, but for the order in buckets.
///
/// Steindorfer and Vinju, "Optimizing Hash-Array Mapped Tries for Fast and Lean Immutable JVM
/// Collections", OOPSLA 2015; the trie is that of Bagwell, "Ideal Hash Trees", 2000.
final class HashTrie {
    static final HashTrie EMPTY = new HashTrie(null, 0, 0, new Object[0]);

    private static final int BITS = 5;
    private static final int HASH_BITS = 32;

    /// So many levels, and the buckets.
    private static final int LEVELS_MAX = (HASH_BITS + BITS - 1) / BITS + 1;

    /// Whoever made the node may change it; null: nobody may.
    private final @Nullable Object owner;

    /// The places of entries, a bit each. A bucket has none.
    private int entries;

    /// The places of nodes.
    private int nodes;

    /// A key and a value for each entry, then the nodes.
    private Object[] content;

    private HashTrie(@Nullable Object owner, int entries, int nodes, Object[] content) {
        this.owner = owner;
        this.entries = entries;
        this.nodes = nodes;
        this.content = content;
    }

    /// What changes a trie, and by how many entries it has grown.
    static final class Change {
        private final @Nullable Object owner;
        int grown;

        /// @param owner of the nodes that it makes: it may change them later on; null: they stay
        Change(@Nullable Object owner) {
            this.owner = owner;
        }
    }

    /// The upper half counts for small tries, too.
    static int hash(Object key) {
        int hash = key.hashCode();
        return hash ^ (hash >>> 16);
    }

    private static int bit(int hash, int shift) {
        return 1 << (hash >>> shift); // the last five bits of that
    }

    private int entryAt(int bit) {
        return 2 * Integer.bitCount(entries & (bit - 1));
    }

    private int nodeAt(int bit) {
        return entriesEnd() + Integer.bitCount(nodes & (bit - 1));
    }

    /// Behind the last entry.
    private int entriesEnd() {
        return content.length - Integer.bitCount(nodes);
    }

    private HashTrie node(int at) {
        return (HashTrie) content[at];
    }

    @Nullable Object find(Object key) {
        int hash = hash(key);
        var node = this;
        for (int shift = 0; shift < HASH_BITS; shift += BITS) {
            int bit = bit(hash, shift);
            if ((node.entries & bit) != 0) {
                int at = node.entryAt(bit);
                return node.content[at].equals(key) ? node.content[at + 1] : null;
            }
            if ((node.nodes & bit) == 0) return null;
            node = node.node(node.nodeAt(bit));
        }
        int at = node.inBucket(key);
        return at < 0 ? null : node.content[at + 1];
    }

    private int inBucket(Object key) {
        for (int at = 0; at < content.length; at += 2) if (content[at].equals(key)) return at;
        return -1;
    }

    /// @param shift so many bits of the hash are those of the levels above
    HashTrie with(Change change, Object key, int hash, Object value, int shift) {
        if (shift >= HASH_BITS) return withInBucket(change, key, value);
        int bit = bit(hash, shift);
        if ((entries & bit) != 0) {
            int at = entryAt(bit);
            if (content[at].equals(key)) return replaced(change, at + 1, value);
            change.grown++;
            var below = both(change, content[at], content[at + 1], key, hash, value, shift + BITS);
            return moved(change, bit, at, below);
        }
        if ((nodes & bit) != 0) {
            int at = nodeAt(bit);
            return replaced(change, at, node(at).with(change, key, hash, value, shift + BITS));
        }
        change.grown++;
        return added(change, bit, key, value);
    }

    private HashTrie withInBucket(Change change, Object key, Object value) {
        int at = inBucket(key);
        if (at >= 0) return replaced(change, at + 1, value);
        change.grown++;
        return made(change, 0, 0, spliced(content.length, 0, key, value));
    }

    /// Two entries with different keys that want the same place.
    private static HashTrie both(
            Change change,
            Object other,
            Object itsValue,
            Object key,
            int hash,
            Object value,
            int shift) {
        if (shift >= HASH_BITS)
            return new HashTrie(change.owner, 0, 0, new Object[] {other, itsValue, key, value});
        int otherBit = bit(hash(other), shift);
        int bit = bit(hash, shift);
        if (bit == otherBit) {
            var below = both(change, other, itsValue, key, hash, value, shift + BITS);
            return new HashTrie(change.owner, 0, bit, new Object[] {below});
        }
        var inOrder =
                Integer.compareUnsigned(otherBit, bit) < 0
                        ? new Object[] {other, itsValue, key, value}
                        : new Object[] {key, value, other, itsValue};
        return new HashTrie(change.owner, bit | otherBit, 0, inOrder);
    }

    HashTrie without(Change change, Object key, int hash, int shift) {
        if (shift >= HASH_BITS) {
            int at = inBucket(key);
            return at < 0 ? this : removed(change, 0, at);
        }
        int bit = bit(hash, shift);
        if ((entries & bit) != 0) {
            int at = entryAt(bit);
            return content[at].equals(key) ? removed(change, bit, at) : this;
        }
        if ((nodes & bit) == 0) return this;
        int at = nodeAt(bit);
        int before = change.grown;
        var next = node(at).without(change, key, hash, shift + BITS);
        if (change.grown == before) return this;
        if (!next.single()) return replaced(change, at, next);
        boolean only = content.length == 1 && shift > 0;
        return only ? next : raised(change, bit, at, next);
    }

    /// It could stand one level higher.
    private boolean single() {
        return nodes == 0 && content.length == 2;
    }

    private HashTrie added(Change change, int bit, Object key, Object value) {
        return made(change, entries | bit, nodes, spliced(entryAt(bit), 0, key, value));
    }

    private HashTrie removed(Change change, int bit, int at) {
        change.grown--;
        return made(change, entries & ~bit, nodes, spliced(at, 2));
    }

    /// An entry becomes a node.
    private HashTrie moved(Change change, int bit, int at, HashTrie below) {
        int to = nodeAt(bit);
        var next = new Object[content.length - 1];
        System.arraycopy(content, 0, next, 0, at);
        System.arraycopy(content, at + 2, next, at, to - at - 2);
        next[to - 2] = below;
        System.arraycopy(content, to, next, to - 1, content.length - to);
        return made(change, entries & ~bit, nodes | bit, next);
    }

    /// A node with one entry becomes that.
    private HashTrie raised(Change change, int bit, int at, HashTrie single) {
        int to = entryAt(bit);
        var next = new Object[content.length + 1];
        System.arraycopy(content, 0, next, 0, to);
        next[to] = single.content[0];
        next[to + 1] = single.content[1];
        System.arraycopy(content, to, next, to + 2, at - to);
        System.arraycopy(content, at + 1, next, at + 2, content.length - at - 1);
        return made(change, entries | bit, nodes & ~bit, next);
    }

    /// The content with other things in the place of so many.
    private Object[] spliced(int at, int less, Object... more) {
        var next = new Object[content.length - less + more.length];
        System.arraycopy(content, 0, next, 0, at);
        System.arraycopy(more, 0, next, at, more.length);
        int rest = at + less;
        System.arraycopy(content, rest, next, at + more.length, content.length - rest);
        return next;
    }

    @SuppressWarnings("ReferenceEquality") // the same object, and nothing has changed
    private HashTrie replaced(Change change, int at, Object by) {
        if (content[at] == by) return this;
        if (owns(change)) {
            content[at] = by;
            return this;
        }
        var next = content.clone();
        next[at] = by;
        return new HashTrie(change.owner, entries, nodes, next);
    }

    private HashTrie made(Change change, int nextEntries, int nextNodes, Object[] next) {
        if (!owns(change)) return new HashTrie(change.owner, nextEntries, nextNodes, next);
        entries = nextEntries;
        nodes = nextNodes;
        content = next;
        return this;
    }

    @SuppressWarnings("ReferenceEquality") // an owner is nothing but itself
    private boolean owns(Change change) {
        return owner != null && owner == change.owner;
    }

    void forEach(BiConsumer<Object, Object> action) {
        int end = entriesEnd();
        for (int at = 0; at < end; at += 2) action.accept(content[at], content[at + 1]);
        for (int at = end; at < content.length; at++) node(at).forEach(action);
    }

    /// From entry to entry, in the order of [#forEach]. The trie must not change meanwhile.
    static final class Walk {
        private final HashTrie[] above = new HashTrie[LEVELS_MAX];
        private final int[] nextAbove = new int[LEVELS_MAX];
        private int level = -1;
        private HashTrie ahead;
        private int next;
        private int end;
        private HashTrie here;
        private int at;

        Walk(HashTrie root) {
            here = ahead = root;
            end = root.entriesEnd();
            if (end == 0) climb();
        }

        boolean more() {
            return next < end;
        }

        /// To the next entry.
        void go() {
            here = ahead;
            at = next;
            next += 2;
            if (next == end) climb();
        }

        Object key() {
            return here.content[at];
        }

        Object value() {
            return here.content[at + 1];
        }

        /// To the next node that has entries: below this one, or below one above it.
        private void climb() {
            int below = end;
            do {
                while (below == ahead.content.length) {
                    if (level < 0) return;
                    ahead = above[level];
                    below = nextAbove[level--];
                }
                above[++level] = ahead;
                nextAbove[level] = below + 1;
                ahead = ahead.node(below);
                next = 0;
                below = end = ahead.entriesEnd();
            } while (end == 0);
        }
    }
}
