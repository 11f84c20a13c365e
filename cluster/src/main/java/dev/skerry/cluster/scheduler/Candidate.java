package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Node;

/// A node that a group may be placed on, as long as there is room.
final class Candidate {
    /// Its place in a queue, the best first; what is equal goes by the node's id, so that the
    /// choice is repeatable. When the node changes it gets a new one and this one is stale.
    record Queued(Candidate candidate, double sum, int stamp) implements Comparable<Queued> {
        @Override
        public int compareTo(Queued other) {
            int order = Double.compare(other.sum, sum);
            return order != 0 ? order : candidate.id.compareTo(other.candidate.id);
        }

        boolean stale() {
            return stamp != candidate.stamp;
        }
    }

    final Node node;
    final String id;
    final Bucket bucket;
    final double affinity;
    Resources free;

    /// Allocations of the group on it.
    int own;

    double binpack;
    double apart;
    private int stamp;
    private boolean closed;

    Candidate(Node node, Resources free, Bucket bucket, double affinity, int own) {
        this.node = node;
        this.id = node.id();
        this.free = free;
        this.bucket = bucket;
        this.affinity = affinity;
        this.own = own;
    }

    void rank(Ranking ranking) {
        binpack = ranking.binpack(node, free);
        apart = ranking.apart(own);
    }

    /// Its scores by itself, to be averaged.
    double sum() {
        return binpack + affinity + apart;
    }

    Queued entry() {
        return new Queued(this, sum(), ++stamp);
    }

    /// For a moment it is not to be found.
    void hide() {
        stamp++;
    }

    /// It takes no more.
    void close() {
        stamp++;
        closed = true;
        bucket.left--;
    }

    boolean takesMore() {
        return !closed && !bucket.full();
    }
}
