package dev.skerry.cluster.state;

import dev.skerry.cluster.job.Resources;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A machine that has joined.
///
/// @param meta set through the API while it runs, over the labels of its configuration
/// @param contact whether the servers hear from it
/// @param joining names the joining that its certificates are of: the last
/// @param revokedWallMs when it was shut out, for people; 0: it is not. Its certificates are worth
///   nothing then until it joins anew
/// @param used what the live allocations on it have reserved
public record Node(
        Identity identity,
        NodeFacts facts,
        Map<String, String> meta,
        Scheduling scheduling,
        Contact contact,
        String joining,
        long revokedWallMs,
        Reserved used) {

    /// Contact changes kept for the node's page: a day of a very bad link.
    public static final int HISTORY_CHANGES_MAX = 288;

    public Node {
        meta = Map.copyOf(meta);
    }

    public String id() {
        return identity.id();
    }

    /// Name and id, for whoever may have to tell it from others of its name.
    public String called() {
        return identity.name() + " (" + id() + ")";
    }

    /// Shut out.
    public boolean revoked() {
        return revokedWallMs != 0;
    }

    /// Ready to be given new work.
    public boolean schedulable() {
        return scheduling.eligible()
                && scheduling.drain() == null
                && contact.reachable()
                && !revoked();
    }

    /// It has joined, and its link has not come up yet: nobody has missed it then.
    public boolean neverLinked() {
        return !contact.reachable() && contact.history().isEmpty();
    }

    /// The labels of its configuration, and over them what was set while it runs.
    public Map<String, String> effectiveMeta() {
        if (meta.isEmpty()) return facts.extra().labels();
        var effective = new HashMap<>(facts.extra().labels());
        effective.putAll(meta);
        return effective;
    }

    /// Whoever joins is let in again.
    Node with(Identity next, String joining) {
        return new Node(next, facts, meta, scheduling, contact, joining, 0, used);
    }

    Node with(NodeFacts next) {
        return new Node(identity, next, meta, scheduling, contact, joining, revokedWallMs, used);
    }

    Node with(Map<String, String> next) {
        return new Node(identity, facts, next, scheduling, contact, joining, revokedWallMs, used);
    }

    Node with(Scheduling next) {
        return new Node(identity, facts, meta, next, contact, joining, revokedWallMs, used);
    }

    Node with(Contact next) {
        return new Node(identity, facts, meta, scheduling, next, joining, revokedWallMs, used);
    }

    Node revokedAt(long wallMs) {
        return new Node(identity, facts, meta, scheduling, contact, joining, wallMs, used);
    }

    Node with(Reserved next) {
        return new Node(identity, facts, meta, scheduling, contact, joining, revokedWallMs, next);
    }

    /// @param id given by the node at its first start, `n-` and 12 hexadecimal digits; its
    ///   certificate is bound to it
    /// @param name what people call it; need not be unique
    public record Identity(String id, String name, String pool, String datacenter) {}

    /// @param eligible false: nothing new is placed here
    /// @param drain what is here is moved away
    public record Scheduling(boolean eligible, @Nullable Drain drain) {
        public static final Scheduling OPEN = new Scheduling(true, null);
    }

    /// @param deadlineTickMs when what is left is stopped
    /// @param systemToo system jobs are stopped as well, when all else has ended
    public record Drain(long deadlineTickMs, boolean systemToo) {}

    /// @param sinceTickMs on the servers' clock
    /// @param sinceWallMs for people
    /// @param silenceMs after so long without an answer the node knows that it is alone
    /// @param history the changes before, oldest first
    public record Contact(
            boolean reachable,
            long sinceTickMs,
            long sinceWallMs,
            long silenceMs,
            List<ContactChange> history) {
        public Contact {
            history = List.copyOf(history);
        }
    }

    /// The node became reachable or was missed.
    public record ContactChange(boolean reachable, long wallMs) {}

    /// What is reserved on a node, kept up with every placement so that nobody has to add it up.
    ///
    /// @param ports the numbers taken
    /// @param allocations how many allocations hold something here
    public record Reserved(Resources resources, TakenPorts ports, int allocations) {
        public static final Reserved NONE = new Reserved(Resources.NONE, TakenPorts.NONE, 0);
    }

    /// Port numbers: an immutable set that takes two bytes for each. A fleet has one for each node,
    /// and another whenever something on the node comes or goes.
    public static final class TakenPorts {
        public static final TakenPorts NONE = new TakenPorts(new char[0]);

        /// Ascending.
        private final char[] numbers;

        private TakenPorts(char[] numbers) {
            this.numbers = numbers;
        }

        public boolean has(int port) {
            return port <= Character.MAX_VALUE && Arrays.binarySearch(numbers, (char) port) >= 0;
        }

        public TakenPorts with(Collection<Integer> more) {
            var next = Arrays.copyOf(numbers, numbers.length + more.size());
            int size = numbers.length;
            for (int port : more) if (!has(port)) next[size++] = (char) port;
            Arrays.sort(next, 0, size);
            return new TakenPorts(size == next.length ? next : Arrays.copyOf(next, size));
        }

        public TakenPorts without(Collection<Integer> less) {
            var next = new char[numbers.length];
            int size = 0;
            for (char port : numbers) if (!less.contains((int) port)) next[size++] = port;
            return size == numbers.length ? this : new TakenPorts(Arrays.copyOf(next, size));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TakenPorts that && Arrays.equals(numbers, that.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }

        @Override
        public String toString() {
            var all = new StringBuilder("[");
            for (char port : numbers) all.append(all.length() > 1 ? ", " : "").append((int) port);
            return all.append(']').toString();
        }
    }

    /// The right to join once. Only a hash of its secret is kept.
    ///
    /// @param hash SHA-256 of the secret in hexadecimal
    /// @param pool the node pool that a new node will belong to
    /// @param expiresTickMs when it ends on the servers' clock, ...
    /// @param expiresWallMs ... or by the wall clock, which goes on while no server runs
    /// @param usedBy the node that has used it; empty: not used
    /// @param node the known node whose place it is made to take; empty: it lets a new node in
    /// @param key the public key that it was used with; with any other it is dead
    public record JoinToken(
            String hash,
            String pool,
            long expiresTickMs,
            long expiresWallMs,
            String usedBy,
            String node,
            String key) {
        /// Of the hash, as many characters name a joining.
        private static final int JOINING_CHARACTERS = 16;

        /// Names the joining that a token was spent on: it is spent on one only.
        public static String joining(String hash) {
            return hash.substring(0, Math.min(hash.length(), JOINING_CHARACTERS));
        }
    }
}
