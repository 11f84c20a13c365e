package dev.skerry.kernel.trie;

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
public final class Trie {
    public static final Trie EMPTY = new Trie(null, 0, 0, new Object[0]);

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

    private Trie(@Nullable Object owner, int entries, int nodes, Object[] content) {
        this.owner = owner;
        this.entries = entries;
        this.nodes = nodes;
        this.content = content;
    }

    /// What changes a trie, and by how many entries it has grown.
    public static final class Edit {
        private final @Nullable Object owner;
        private int grown;

        /// @param owner of the nodes that it makes: it may change them later on; null: they stay
        public Edit(@Nullable Object owner) {
            this.owner = owner;
        }

        public int grown() {
            return grown;
        }
    }

    /// The upper half counts for small tries, too.
    public static int places(Object key) {
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

    private Trie node(int at) {
        return (Trie) content[at];
    }

    public @Nullable Object find(Object key) {
        int hash = places(key);
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
    public Trie with(Edit edit, Object key, int hash, Object value, int shift) {
        if (shift >= HASH_BITS) return withInBucket(edit, key, value);
        int bit = bit(hash, shift);
        if ((entries & bit) != 0) {
            int at = entryAt(bit);
            if (content[at].equals(key)) return replaced(edit, at + 1, value);
            edit.grown++;
            var below = both(edit, content[at], content[at + 1], key, hash, value, shift + BITS);
            return moved(edit, bit, at, below);
        }
        if ((nodes & bit) != 0) {
            int at = nodeAt(bit);
            return replaced(edit, at, node(at).with(edit, key, hash, value, shift + BITS));
        }
        edit.grown++;
        return added(edit, bit, key, value);
    }

    private Trie withInBucket(Edit edit, Object key, Object value) {
        int at = inBucket(key);
        if (at >= 0) return replaced(edit, at + 1, value);
        edit.grown++;
        return made(edit, 0, 0, spliced(content.length, 0, key, value));
    }

    /// Two entries with different keys that want the same place.
    private static Trie both(
            Edit edit,
            Object other,
            Object itsValue,
            Object key,
            int hash,
            Object value,
            int shift) {
        if (shift >= HASH_BITS)
            return new Trie(edit.owner, 0, 0, new Object[] {other, itsValue, key, value});
        int otherBit = bit(places(other), shift);
        int bit = bit(hash, shift);
        if (bit == otherBit) {
            var below = both(edit, other, itsValue, key, hash, value, shift + BITS);
            return new Trie(edit.owner, 0, bit, new Object[] {below});
        }
        var inOrder =
                Integer.compareUnsigned(otherBit, bit) < 0
                        ? new Object[] {other, itsValue, key, value}
                        : new Object[] {key, value, other, itsValue};
        return new Trie(edit.owner, bit | otherBit, 0, inOrder);
    }

    public Trie without(Edit edit, Object key, int hash, int shift) {
        if (shift >= HASH_BITS) {
            int at = inBucket(key);
            return at < 0 ? this : removed(edit, 0, at);
        }
        int bit = bit(hash, shift);
        if ((entries & bit) != 0) {
            int at = entryAt(bit);
            return content[at].equals(key) ? removed(edit, bit, at) : this;
        }
        if ((nodes & bit) == 0) return this;
        int at = nodeAt(bit);
        int before = edit.grown;
        var next = node(at).without(edit, key, hash, shift + BITS);
        if (edit.grown == before) return this;
        if (!next.single()) return replaced(edit, at, next);
        boolean only = content.length == 1 && shift > 0;
        return only ? next : raised(edit, bit, at, next);
    }

    /// It could stand one level higher.
    private boolean single() {
        return nodes == 0 && content.length == 2;
    }

    private Trie added(Edit edit, int bit, Object key, Object value) {
        return made(edit, entries | bit, nodes, spliced(entryAt(bit), 0, key, value));
    }

    private Trie removed(Edit edit, int bit, int at) {
        edit.grown--;
        return made(edit, entries & ~bit, nodes, spliced(at, 2));
    }

    /// An entry becomes a node.
    private Trie moved(Edit edit, int bit, int at, Trie below) {
        int to = nodeAt(bit);
        var next = new Object[content.length - 1];
        System.arraycopy(content, 0, next, 0, at);
        System.arraycopy(content, at + 2, next, at, to - at - 2);
        next[to - 2] = below;
        System.arraycopy(content, to, next, to - 1, content.length - to);
        return made(edit, entries & ~bit, nodes | bit, next);
    }

    /// A node with one entry becomes that.
    private Trie raised(Edit edit, int bit, int at, Trie single) {
        int to = entryAt(bit);
        var next = new Object[content.length + 1];
        System.arraycopy(content, 0, next, 0, to);
        next[to] = single.content[0];
        next[to + 1] = single.content[1];
        System.arraycopy(content, to, next, to + 2, at - to);
        System.arraycopy(content, at + 1, next, at + 2, content.length - at - 1);
        return made(edit, entries | bit, nodes & ~bit, next);
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
    private Trie replaced(Edit edit, int at, Object by) {
        if (content[at] == by) return this;
        if (owns(edit)) {
            content[at] = by;
            return this;
        }
        var next = content.clone();
        next[at] = by;
        return new Trie(edit.owner, entries, nodes, next);
    }

    private Trie made(Edit edit, int nextEntries, int nextNodes, Object[] next) {
        if (!owns(edit)) return new Trie(edit.owner, nextEntries, nextNodes, next);
        entries = nextEntries;
        nodes = nextNodes;
        content = next;
        return this;
    }

    @SuppressWarnings("ReferenceEquality") // an owner is nothing but itself
    private boolean owns(Edit edit) {
        return owner != null && owner == edit.owner;
    }

    public void forEach(BiConsumer<Object, Object> action) {
        int end = entriesEnd();
        for (int at = 0; at < end; at += 2) action.accept(content[at], content[at + 1]);
        for (int at = end; at < content.length; at++) node(at).forEach(action);
    }

    /// From entry to entry, in the order of [#forEach]. The trie must not change meanwhile.
    public static final class Walk {
        private final Trie[] above = new Trie[LEVELS_MAX];
        private final int[] nextAbove = new int[LEVELS_MAX];
        private int level = -1;
        private Trie ahead;
        private int next;
        private int end;
        private Trie here;
        private int at;

        public Walk(Trie root) {
            here = ahead = root;
            end = root.entriesEnd();
            if (end == 0) climb();
        }

        public boolean more() {
            return next < end;
        }

        /// To the next entry.
        public void go() {
            here = ahead;
            at = next;
            next += 2;
            if (next == end) climb();
        }

        public Object key() {
            return here.content[at];
        }

        public Object value() {
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
