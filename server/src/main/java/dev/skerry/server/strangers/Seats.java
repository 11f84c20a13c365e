package dev.skerry.server.strangers;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A number of seats, and who has them. Whoever is new gets one, also when all are taken, or all
/// that one address may have: another guest loses his then.
///
/// | who loses it first                   | of whom                                         |
/// |--------------------------------------|-------------------------------------------------|
/// | who has been coming for longest      | of the newcomer's address, if it has its share; |
/// | then who has been leaving for longest | otherwise of the address with most such guests |
/// | nobody else: the newcomer gets none  |                                                 |
///
/// So whoever holds seats without asking for anything only drives out his like.
///
/// @param <G> a guest; equal only to itself
public final class Seats<G> {
    /// What a guest does with his seat.
    public enum Doing {
        /// He has not said yet what he wants.
        COMING,
        /// He is served, and keeps his seat.
        SERVED,
        /// He takes what he got.
        LEAVING
    }

    private final int all;
    private final int each;
    private final Map<InetAddress, Owner<G>> owners = new HashMap<>();

    /// Those of whom somebody is coming, the most crowded first.
    private final TreeSet<Owner<G>> crowd =
            new TreeSet<>(
                    Comparator.<Owner<G>>comparingInt(it -> -it.coming.size())
                            .thenComparingLong(it -> it.id));

    private final Map<G, Owner<G>> guests = new HashMap<>();
    private long nextId;

    private static final class Owner<G> {
        private final InetAddress address;
        private final long id;
        private final SequencedSet<G> coming = new LinkedHashSet<>();
        private final SequencedSet<G> leaving = new LinkedHashSet<>();
        private int taken;

        Owner(InetAddress address, long id) {
            this.address = address;
            this.id = id;
        }

        @Nullable G first() {
            if (!coming.isEmpty()) return coming.getFirst();
            return leaving.isEmpty() ? null : leaving.getFirst();
        }
    }

    /// What came of it.
    ///
    /// @param given the newcomer has a seat, and is coming
    /// @param lost who has none any more, and has to be told; null: nobody
    public record Seating<G>(boolean given, @Nullable G lost) {}

    /// @param all seats there are
    /// @param each of them for one address, at most
    public Seats(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /// A seat for a guest who is new.
    public synchronized Seating<G> take(InetAddress address, G guest) {
        var of = Places.owner(address);
        var own = owners.get(of);
        boolean share = own != null && own.taken >= each;
        G lost = null;
        if (share || guests.size() >= all) {
            var loser = share ? own : mostCrowded();
            lost = loser == null ? null : loser.first();
            if (lost == null) return new Seating<>(false, null);
            giveBack(lost);
        }
        var owner = owners.computeIfAbsent(of, it -> new Owner<>(it, nextId++));
        owner.taken++;
        guests.put(guest, owner);
        change(owner, () -> owner.coming.add(guest));
        return new Seating<>(true, lost);
    }

    private @Nullable Owner<G> mostCrowded() {
        if (!crowd.isEmpty()) return crowd.getFirst();
        return most(owners.values());
    }

    private static <G> @Nullable Owner<G> most(Collection<Owner<G>> owners) {
        Owner<G> most = null;
        for (var owner : owners)
            if (!owner.leaving.isEmpty()
                    && (most == null || owner.leaving.size() > most.leaving.size())) most = owner;
        return most;
    }

    /// A guest begins with something else, and is the newest of those who do.
    ///
    /// @return whether he has his seat still
    public synchronized boolean begin(G guest, Doing doing) {
        var owner = guests.get(guest);
        if (owner == null) return false;
        change(
                owner,
                () -> {
                    owner.coming.remove(guest);
                    owner.leaving.remove(guest);
                    switch (doing) {
                        case COMING -> owner.coming.add(guest);
                        case SERVED -> {}
                        case LEAVING -> owner.leaving.add(guest);
                    }
                });
        return true;
    }

    /// The guest needs his seat no more, if he has it still.
    public synchronized void giveBack(G guest) {
        var owner = guests.remove(guest);
        if (owner == null) return;
        change(
                owner,
                () -> {
                    owner.coming.remove(guest);
                    owner.leaving.remove(guest);
                });
        owner.taken--;
        if (owner.taken == 0) owners.remove(owner.address);
    }

    private void change(Owner<G> owner, Runnable what) {
        crowd.remove(owner);
        what.run();
        if (!owner.coming.isEmpty()) crowd.add(owner);
    }

    /// How many are taken.
    public synchronized int taken() {
        return guests.size();
    }
}
