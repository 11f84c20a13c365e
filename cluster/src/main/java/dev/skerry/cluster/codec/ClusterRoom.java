package dev.skerry.cluster.codec;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Room;

/// Nodes, jobs and allocations, as a room of the servers.
public final class ClusterRoom {
    public static final Room<Cluster, ClusterMessage, ClusterFact, NoEffect> CLUSTER =
            new Room<>("cluster", new ClusterMachine(), new ReadableFacts());

    private ClusterRoom() {}

    /// What people and nodes write can have long strings. They are refused when they are written:
    /// in the log they would keep the server from starting.
    private static final class ReadableFacts implements Form<ClusterFact> {
        /// The codec reads strings of up to 32,768 characters, so a shorter fact can be read.
        private static final int CERTAIN_BYTES = 32_000;

        @Override
        public byte[] encode(ClusterFact fact) {
            var bytes = ServerCodec.CLUSTER_FACT.encode(fact);
            boolean certain =
                    bytes.length <= CERTAIN_BYTES
                            || fact instanceof ClusterFact.AllocationsPlaced; // each is small
            if (!certain) mustBeReadable(bytes);
            return bytes;
        }

        private static void mustBeReadable(byte[] bytes) {
            try {
                ServerCodec.CLUSTER_FACT.decode(bytes);
            } catch (Malformed e) {
                throw new FactLog.TooLarge(bytes.length, CERTAIN_BYTES);
            }
        }

        @Override
        public ClusterFact decode(byte[] bytes) throws Malformed {
            return ServerCodec.CLUSTER_FACT.decode(bytes);
        }
    }
}
