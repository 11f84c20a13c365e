package dev.skerry.server.peers;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;

import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import dev.skerry.server.Events;
import dev.skerry.server.Leader;
import dev.skerry.server.raft.LogStanding;
import dev.skerry.server.raft.RatisLog;
import dev.skerry.server.servers.KnownServers;
import dev.skerry.server.strangers.Murmur;
import dev.skerry.servers.ServersMessage;
import dev.skerry.servers.server.ServersApi;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.Servers;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the log and the room of the servers together: who is a member there has a vote here. And
/// says where this server is, and that it was removed.
final class CellMembers implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 250;

    /// A follower that does not answer for so long has gone.
    private static final long SILENT_MS = 5_000;

    /// What failed is tried again after so long.
    private static final long AGAIN_AFTER_MS = 2_000;

    private final String self;
    private final Member.Addresses own;
    private final ServerBuild build;
    private final Leader leader;
    private final RatisLog log;
    private final Onward onward;
    private final Consumer<String> leave;
    private final Consumer<Throwable> broken;

    /// The servers as they were when this one was found to be the only one, and all was well;
    /// nothing else costs anything then.
    private @Nullable Servers alone;

    /// The server that could not be told the log the last time; empty: none.
    private String unreached = "";

    /// Since when no server was heard that leads; 0: one is.
    private long unheardNs;

    private final Set<String> silent = new HashSet<>();
    private final Murmur murmur = new Murmur();
    private final Thread thread = Thread.ofPlatform().name("cell").daemon().unstarted(this::run);
    private volatile boolean closed;

    /// @param own where others reach this server
    /// @param leave told why nodes that this server hears should come anew
    /// @param broken told when this server was removed
    CellMembers(
            String self,
            Member.Addresses own,
            Leader leader,
            RatisLog log,
            Onward onward,
            Consumer<String> leave,
            Consumer<Throwable> broken) {
        this.self = self;
        this.own = own;
        this.build = new ServerBuild(ServersApi.VERSION, leader.now().house().newestFormat());
        this.leader = leader;
        this.log = log;
        this.onward = onward;
        this.leave = leave;
        this.broken = broken;
    }

    /// A server that leads is known before this comes back.
    void start() {
        try {
            look();
        } catch (IOException | CompletionException _) {
            // it is tried again
        }
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(AGAIN_AFTER_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            long waitMs = LOOK_EVERY_MS;
            try {
                look();
            } catch (IOException | CompletionException e) {
                if (!closed) murmur.say("the servers of the cell: " + e.getMessage());
                waitMs = AGAIN_AFTER_MS;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(waitMs));
        }
    }

    private void look() throws IOException {
        onward.look();
        if (!KnownServers.in(leader.now().house())) return;
        var servers = KnownServers.of(leader.now().house());
        if (leader.leads() && servers.equals(alone)) return;
        var look = log.standing();
        if (servers.removed(self) && !look.members().containsKey(self)) {
            removed();
        } else if (leader.leads()) {
            unheardNs = 0;
            for (var follower : look.followers()) heard(follower);
            if (introduced(servers)) reconcile(KnownServers.of(leader.now().house()), look);
        } else {
            follow(look);
            if (elsewhere(servers)) tell();
        }
    }

    /// This server does not belong to the cell any more.
    void removed() {
        if (closed) return;
        closed = true;
        broken.accept(Peers.removed(self));
    }

    private boolean elsewhere(Servers servers) {
        var known = servers.member(self);
        return known != null && !(known.addresses().equals(own) && known.build().equals(build));
    }

    /// True: the room knows where this server is.
    private boolean introduced(Servers servers) throws IOException {
        if (!servers.members().isEmpty() && !elsewhere(servers)) return true;
        var message =
                servers.members().isEmpty()
                        ? new ServersMessage.Found(own, build)
                        : new ServersMessage.Moved(self, own, build);
        if (leader.submit(SERVERS, message, Caller.SERVERS).join()
                instanceof Applied.Refused(var refusal))
            throw new IOException(refusal.sentence() + " --advertise says where this one is");
        return false;
    }

    /// One server at a time: so most of those of before are most of those of after.
    private void reconcile(Servers servers, LogStanding look) throws IOException {
        var wanted = new TreeMap<String, String>();
        for (var member : servers.members()) wanted.put(member.id(), member.addresses().link());
        var next = step(look.members(), wanted, unreached);
        if (next.keySet().equals(look.members().keySet())) {
            if (next.size() == 1) alone = servers;
            return;
        }
        var fresh = new TreeSet<>(next.keySet());
        fresh.removeAll(look.members().keySet());
        try {
            log.configure(next);
        } catch (IOException e) {
            unreached = String.join("", fresh);
            if (fresh.isEmpty()) throw e;
            throw new IOException(
                    "server %s cannot be reached, and has no vote yet: %s"
                            .formatted(unreached, e.getMessage()),
                    e);
        }
        unreached = "";
        Events.say("the servers %s have votes now".formatted(String.join(", ", next.keySet())));
    }

    /// The servers that there are next on the way to those that are wanted. Who is gone goes first:
    /// as long as it counts, it is missed.
    ///
    /// @param unreached the one that could not be reached the last time, whose turn comes last;
    ///   empty: all could be
    static Map<String, String> step(
            Map<String, String> there, Map<String, String> wanted, String unreached) {
        var next = new TreeMap<String, String>();
        there.forEach((id, address) -> next.put(id, wanted.getOrDefault(id, address)));
        for (var id : there.keySet()) {
            if (wanted.containsKey(id) || next.size() == 1) continue;
            next.remove(id);
            return next;
        }
        for (var each : wanted.entrySet()) {
            if (each.getKey().equals(unreached)) continue;
            if (next.putIfAbsent(each.getKey(), each.getValue()) == null) return next;
        }
        var late = wanted.get(unreached);
        if (late != null) next.put(unreached, late);
        return next;
    }

    /// Nodes stay for a moment: this server may lead again.
    private void follow(LogStanding look) {
        long nowNs = System.nanoTime();
        if (look.heard() && !look.leader().equals(self)) {
            unheardNs = 0;
            leave.accept("another server leads");
        } else if (unheardNs == 0) {
            unheardNs = nowNs;
        } else if (nowNs - unheardNs > SILENT_MS * 1_000_000 && look.members().size() > 1) {
            leave.accept("no server is heard that leads");
        }
    }

    /// Said once when a server is silent, and once when it is back.
    private void heard(LogStanding.Behind follower) {
        boolean isSilent = follower.silentMs() > SILENT_MS;
        if (isSilent && silent.add(follower.server()))
            Events.say("server %s is silent".formatted(follower.server()));
        if (!isSilent && silent.remove(follower.server()))
            Events.say("server %s answers again".formatted(follower.server()));
    }

    private void tell() throws IOException {
        try (var there = onward.open(new Errand.Moved(own, build))) {
            if (there == null) return;
            there.setSoTimeout((int) AGAIN_AFTER_MS);
            if (Welcome.read(new DataInputStream(there.getInputStream()))
                    instanceof Welcome.Refused(var why)) throw new IOException(why);
        }
    }
}
