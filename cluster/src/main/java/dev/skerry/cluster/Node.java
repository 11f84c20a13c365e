package dev.skerry.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A machine that has joined.
///
/// @param meta set through the API while it runs, over the labels of its configuration
/// @param contact whether the servers hear from it
/// @param joining names the joining that its certificates are of, the last; empty for nodes that
///   joined before this was noted
/// @param used what the live allocations on it have reserved
public record Node(
        Identity identity,
        NodeFacts facts,
        Map<String, String> meta,
        Scheduling scheduling,
        Contact contact,
        String joining,
        Usage used) {

    /// Contact changes kept for the node's page: a day of a very bad link.
    public static final int HISTORY_CHANGES_MAX = 288;

    public Node {
        meta = Map.copyOf(meta);
    }

    public String id() {
        return identity.id();
    }

    /// Ready to be given new work.
    public boolean schedulable() {
        return scheduling.eligible() && scheduling.drain() == null && contact.reachable();
    }

    /// The labels of its configuration, and over them what was set while it runs.
    public Map<String, String> effectiveMeta() {
        if (meta.isEmpty()) return facts.extra().labels();
        var effective = new HashMap<>(facts.extra().labels());
        effective.putAll(meta);
        return effective;
    }

    Node with(Identity next, String joining) {
        return new Node(next, facts, meta, scheduling, contact, joining, used);
    }

    Node with(NodeFacts next) {
        return new Node(identity, next, meta, scheduling, contact, joining, used);
    }

    Node with(Map<String, String> next) {
        return new Node(identity, facts, next, scheduling, contact, joining, used);
    }

    Node with(Scheduling next) {
        return new Node(identity, facts, meta, next, contact, joining, used);
    }

    Node with(Contact next) {
        return new Node(identity, facts, meta, scheduling, next, joining, used);
    }

    Node with(Usage next) {
        return new Node(identity, facts, meta, scheduling, contact, joining, next);
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
    /// @param systemToo system jobs are stopped as well
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
            List<Change> history) {
        public Contact {
            history = List.copyOf(history);
        }
    }

    /// The node became reachable or was missed.
    public record Change(boolean reachable, long wallMs) {}
}
