package dev.skerry.server.peers;

import dev.skerry.server.Leader;
import dev.skerry.server.servers.KnownServers;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Which process it is that speaks for each of the other servers: it draws a number when it starts.
///
/// Two processes that say the same id are a server and a copy of its data folder. Each would vote,
/// and what one of them has acknowledged the other would not know. So the one is listened to that
/// is where the cell knows the server to be; if nobody is there, whoever speaks.
final class Instances {
    private static final long DOUBT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int DOUBTED_MAX = 64;

    private final Leader leader;
    private final Peers peers;
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final Map<String, Doubt> doubted = new ConcurrentHashMap<>();

    /// Why one is not listened to; it asks again and again, and is looked at now and then.
    private record Doubt(String sentence, long sinceNs) {
        boolean holds() {
            return System.nanoTime() - sinceNs < DOUBT_NS;
        }
    }

    Instances(Leader leader, Peers peers) {
        this.leader = leader;
        this.peers = peers;
    }

    /// Of this server.
    String own() {
        return peers.instance();
    }

    /// Why that process is not listened to, for whoever runs it; empty: it is.
    String doubt(String server, String instance) {
        if (instance.equals(known.get(server))) return "";
        var before = doubted.get(instance);
        if (before != null && before.holds()) return before.sentence;
        var member = KnownServers.of(leader.now().house()).member(server);
        var at = member == null ? "" : member.addresses().link();
        var there = at.isEmpty() ? "" : there(server, at);
        known.put(server, there.isEmpty() ? instance : there);
        if (there.isEmpty() || there.equals(instance)) return "";
        var sentence =
                ("Another process is server %s, at %s, and this data folder is a copy of"
                                + " that one's. One server more joins by a token, with an empty"
                                + " --data (`skerry server join`).")
                        .formatted(server, at);
        if (doubted.size() >= DOUBTED_MAX) doubted.clear();
        doubted.put(instance, new Doubt(sentence, System.nanoTime()));
        return sentence;
    }

    /// Empty: nobody is there, or another server.
    private String there(String server, String at) {
        try {
            return peers.instance(server, at);
        } catch (IOException _) {
            return "";
        }
    }
}
