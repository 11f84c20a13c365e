package dev.skerry.sim.world;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.server.ServerRoom.Beside;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one room brings to a history: its parts as the product has them, what people and machines
/// do with it there, and what must hold. Whatever a room does not have it leaves as it is here.
public interface SimRoom {
    /// A room, and what of it enters a history.
    record Maker(Saved<?> saved, Function<Scene, SimRoom> enter) {}

    /// Where a history happens.
    ///
    /// @param nodes all of them once the history has begun; none while the rooms enter it
    record Scene(Happenings events, SimServer server, List<SimNode> nodes) {}

    /// What it has on the servers' links, anew for each start of the server; null: nothing is said
    /// about it there.
    ///
    /// @param touched is told of nodes for which there may be news
    default @Nullable ServerPart part(Consumer<String> touched) {
        return null;
    }

    /// What it has on a node; null: nodes know nothing of it.
    default @Nullable SimNodeRoom on(SimNode node) {
        return null;
    }

    /// What it keeps on a server's disk beside the log, anew for each start of that server, before
    /// the log is read; null: nothing.
    default @Nullable Beside beside(SimPeer server) {
        return null;
    }

    /// Whether it fails at times, as one that somebody has written wrong. Whatever it does then
    /// must cost no other room anything.
    default boolean mayFail() {
        return false;
    }

    /// A node begins. The server is up, and the node's agent is not yet.
    default void joins(SimNode node) {}

    /// Somebody does something.
    default void act() {}

    /// Something happens on a node, or goes wrong there.
    default void happens(SimNode node) {}

    /// From now on nothing goes wrong by itself.
    default void peace() {}

    /// In peace nobody leads from now on, for as long as that may well be.
    default void outage() {}

    /// That was a while ago: nothing may be the worse for it.
    default void outageOver() {}

    /// An entry of the log is certain, which the first server has applied.
    default void committed(Batch batch, House before, House after) {}

    /// A server's process has started, and has read this from its disk; what else it knew comes as
    /// soon as it hears what of it counts. Whatever ran beside the log is gone.
    default void restored(SimPeer server, House house) {}

    /// A server is up, and leads or hears who does.
    default void up(SimPeer server) {}

    /// A server's process is about to be killed.
    default void down(SimPeer server) {}

    /// Something was promised, or who leads has changed: what runs beside the log may have to do
    /// something there.
    default void look(SimPeer server) {}

    /// What another leader may have been asked; null: nothing.
    default @Nullable Ask<?> askedOfAnother() {
        return null;
    }

    /// In what its two states differ that should be the same; null: in nothing.
    @Nullable String difference(House was, House is);

    /// What is still not as it should be; null: all is well.
    @Nullable String missing();

    /// So soon after everything is well again nothing is missing any more.
    long healsWithinMs();
}
