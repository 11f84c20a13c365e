package dev.skerry.server.peers;

import dev.skerry.kernel.Check;
import dev.skerry.server.Events;
import dev.skerry.server.Front;
import dev.skerry.server.Leader;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.link.NodeLinks;
import dev.skerry.server.link.OtherServers;
import dev.skerry.server.raft.RatisLog;
import dev.skerry.server.relay.Elsewhere;
import dev.skerry.server.servers.KnownServers;
import dev.skerry.servers.server.ServersStanding;
import dev.skerry.servers.state.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The cell as one of its servers is part of it.
public final class Cell implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 50;

    private final String self;
    private final Leader leader;
    private final RatisLog log;
    private final Onward onward;
    private final Instances instances;
    private @Nullable PeerDoor door;
    private @Nullable CellMembers members;

    /// @param self the id of this server
    /// @param peers the way to the others
    public Cell(String self, Leader leader, RatisLog log, Peers peers) {
        this.self = self;
        this.leader = leader;
        this.log = log;
        this.onward = new Onward(self, leader, log, peers);
        this.instances = new Instances(leader, peers);
    }

    /// Where clients of the API are answered that have come to this server.
    public Elsewhere elsewhere() {
        return onward;
    }

    /// How its servers stand.
    public ServersStanding standing() {
        return new CellStanding(self, log);
    }

    /// What is heard of other servers.
    ///
    /// @param epoch the history that the log is
    public OtherServers others(String epoch, Authority authority, NodeLinks links) {
        var made = new PeerDoor(self, epoch, leader, log, authority, onward, links, instances);
        door = made;
        return made;
    }

    /// Clients that have come to other servers are heard, and it is said where this one is.
    ///
    /// @param own where others reach it
    /// @param broken told when this server was removed
    public void begin(Front.Open front, Member.Addresses own, Consumer<Throwable> broken) {
        var known = Check.present(door, "it is known what others want here");
        known.serves(front);
        members = new CellMembers(self, own, leader, log, onward, known::leave, broken);
        members.start();
    }

    /// Waits until a server that leads is heard, and knows this one; that there is none is said,
    /// and is no reason not to be there: the others may come later.
    ///
    /// @param ends true: this server cannot go on, and waits for nothing
    public void await(Duration longest, BooleanSupplier ends)
            throws IOException, InterruptedException {
        long endNs = System.nanoTime() + longest.toNanos();
        while (!ends.getAsBoolean() && !there() && System.nanoTime() < endNs)
            Thread.sleep(LOOK_EVERY_MS);
        if (!ends.getAsBoolean() && !there())
            Events.say(
                    "no server of the cell leads: most of them have to be there. Until then this"
                            + " one answers what it knows, and changes nothing.");
    }

    /// A server that is new has read what makes it one.
    private boolean there() throws IOException {
        return leader.heard()
                && log.members().contains(self)
                && KnownServers.of(leader.now().house()).member(self) != null;
    }

    @Override
    public void close() {
        if (members != null) members.close();
    }
}
