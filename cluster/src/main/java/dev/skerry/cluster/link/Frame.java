package dev.skerry.cluster.link;

import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.NodeFacts;
import java.util.List;
import java.util.Map;

/// What server and node say to each other on the link, one connection for all of it.
///
/// On the wire a frame is its length (4 bytes, big-endian, of what follows), its kind (1 byte) and
/// JSON; the length is at most [#BYTES_MAX]. Everything that must not be lost is numbered and
/// repeated until it is acknowledged; receiving twice is harmless.
public sealed interface Frame {
    /// Bytes of one frame, kind included.
    int BYTES_MAX = 4 * 1024 * 1024;

    /// The version of this protocol.
    int PROTOCOL = 1;

    /// What a node says.
    sealed interface FromNode extends Frame {}

    /// What a server says.
    sealed interface FromServer extends Frame {}

    /// The first frame of a node without a certificate; the link carries nothing else then.
    ///
    /// @param publicKey X.509 SubjectPublicKeyInfo, base64
    record Join(
            int protocol,
            String secret,
            String node,
            String name,
            String datacenter,
            String publicKey)
            implements FromNode {}

    /// The certificate of a node that may join, or a renewed one.
    ///
    /// @param certificates PEM, the node's own first
    /// @param authority PEM of what the node trusts from now on
    /// @param renewAtWallMs when to ask for the next
    record Certified(String certificates, String authority, String pool, long renewAtWallMs)
            implements FromServer {}

    /// The first frame of a node with a certificate.
    ///
    /// @param seen the version of the desired state that the node's journal holds; 0: nothing
    /// @param epoch of the servers' state that `seen` belongs to; empty: none yet
    /// @param instance drawn at each start of the agent: two of them at once are a node and a copy
    ///   of its data folder; empty: the agent is of before it was told
    record Hello(
            int protocol,
            String node,
            String agentVersion,
            String bootId,
            String epoch,
            long seen,
            String instance)
            implements FromNode {
        /// Characters of an instance.
        public static final int INSTANCE_MAX = 64;

        public Hello {
            instance = instance == null ? "" : instance;
        }
    }

    /// The server accepts the node's link.
    ///
    /// @param epoch names this history of versions; another one means that `seen` says nothing
    /// @param pingEveryMs how often the node shall be heard
    /// @param missedAfterMs without a sound for so long, the node counts as missed
    /// @param wallMs what the server's clock says; 0: the server is of before it was told
    record Welcome(String epoch, long pingEveryMs, long missedAfterMs, long wallMs)
            implements FromServer {
        /// Without an answer for so long, the node gives the link up; it looks with every ping.
        public long silenceMs() {
            return 2 * missedAfterMs;
        }
    }

    /// The server does not talk to this node; the connection ends.
    ///
    /// @param retry false: trying again without a change is of no use
    record Refused(String reason, boolean retry) implements FromServer {}

    /// What the node is and has; sent after the welcome and when it has changed.
    record Described(NodeFacts facts) implements FromNode {}

    /// A new key to be certified.
    record Renew(String publicKey) implements FromNode {}

    /// What shall run here; the first after a welcome comes even when nothing has changed. What
    /// does not fit into one frame comes in several: all but the last carry the version that the
    /// node has already, so that it is offered again when the link breaks in between.
    ///
    /// @param version to say back in the next [Hello] and in [Synced]
    /// @param whole true: what is in neither `orders` nor `kept` does not exist any more
    /// @param current with it the node knows everything as of the version; false: more parts come
    /// @param removed allocations that the servers have forgotten; with the first frame, since what
    ///   comes with the orders may need the room that they hold
    /// @param kept of a whole, allocations that exist without an order in this frame: it is in
    ///   another frame, or there is nothing left to do
    record Sync(
            long version,
            boolean whole,
            boolean current,
            List<WorkOrder> orders,
            List<String> removed,
            List<String> kept)
            implements FromServer {
        public Sync {
            orders = List.copyOf(orders);
            removed = List.copyOf(removed);
            kept = List.copyOf(kept);
        }
    }

    /// The node's journal holds the desired state up to that version.
    record Synced(long version) implements FromNode {}

    /// How the node's allocations stand, a batch of what has changed.
    ///
    /// @param number of the batch, repeated until it is acknowledged
    record Report(long number, List<ObservedChange> changes) implements FromNode {
        public Report {
            changes = List.copyOf(changes);
        }
    }

    /// The servers' log holds the batch.
    record Reported(long number) implements FromServer {}

    /// The node lives.
    record Ping() implements FromNode {}

    /// The server lives and has heard the node: the answer to the third ping of a link, the sixth,
    /// and so on.
    record Pong() implements FromServer {
        /// One answer to so many pings.
        public static final int PINGS = 3;
    }

    /// The effective meta of the node, so that its tasks and pages can show it.
    record Meta(Map<String, String> meta) implements FromServer {
        public Meta {
            meta = Map.copyOf(meta);
        }
    }

    /// Read a task's output.
    ///
    /// @param stream chosen by the server, names the answers
    /// @param source `stdout` or `stderr`
    /// @param offset bytes from its beginning; negative: so many lines from its end
    /// @param follow go on at the end, until the task has ended for good
    record LogOpen(
            long stream, String allocation, String task, String source, long offset, boolean follow)
            implements FromServer {
        /// From the end of an output.
        public static final int LINES_MAX = 100_000;
    }

    /// The reader has gone.
    record LogClose(long stream) implements FromServer {}

    /// A piece of output.
    ///
    /// @param offset of its first byte
    /// @param data base64, at most 16 KiB before encoding: the codec reads no longer strings
    record LogData(long stream, long offset, String data) implements FromNode {}

    /// The reader has worked through what it got up to here; the node sends at most 256 KiB more.
    record LogRead(long stream, long offset) implements FromServer {}

    /// No more of it comes.
    ///
    /// @param error for people; empty: the end was reached
    record LogEnd(long stream, String error) implements FromNode {}
}
