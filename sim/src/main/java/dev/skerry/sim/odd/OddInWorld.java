package dev.skerry.sim.odd;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.sim.odd.OddMachine.ODD;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.time.Ticks;
import dev.skerry.sim.odd.OddState.Mood;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.Promise;
import dev.skerry.sim.world.SimRoom;
import dev.skerry.sim.world.SimServer;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A room that fails in every way when it is woken, until there is peace: it must cost no other
/// room its time, and must be woken itself once it is well. What it asks of the cluster is done
/// once, however often it was asked.
public final class OddInWorld implements SimRoom {
    public static final Maker MAKER = new Maker(new SavedOdd(), OddInWorld::new);

    private static final Promise ONCE =
            new Promise("what one room asks of another is done once, and nothing else is");

    private static final long AGAIN_AFTER_MS = 2_000;

    /// As long as a room rests at most, and until it is asked again.
    private static final long HEALS_WITHIN_MS =
            Ticks.REST_MAX_MS + OddMachine.WOKEN_EVERY_MS + 5 * AGAIN_AFTER_MS;

    private final Happenings events;
    private final SimServer server;

    /// Namespaces that there were at some time.
    private final TreeSet<String> made = new TreeSet<>();

    private OddInWorld(Scene scene) {
        events = scene.events();
        server = scene.server();
    }

    @Override
    public boolean mayFail() {
        return true;
    }

    @Override
    public void act() {
        if (events.chance(12)) submit(new OddMessage.OddErrand());
        if (events.chance(30)) becomes(Mood.FINE);
        else if (events.chance(30)) becomes(events.one(Mood.values()));
    }

    private void becomes(Mood mood) {
        events.say("the odd room becomes " + mood);
        submit(new OddMessage.OddBecomes(mood));
    }

    private void submit(OddMessage message) {
        server.submit(ODD, message, Caller.SERVERS, _ -> {});
    }

    /// Again and again: a leader may be gone before it has answered, and what was asked before may
    /// become certain after that.
    @Override
    public void peace() {
        if (server.certain().of(ODD).mood() != Mood.FINE) becomes(Mood.FINE);
        events.after(AGAIN_AFTER_MS, this::peace);
    }

    @Override
    public void committed(Batch batch, House before, House after) {
        for (var fact : batch.facts(CLUSTER)) {
            if (!(fact instanceof ClusterFact.NamespaceApplied(var spec))) continue;
            if (!spec.name().startsWith(OddMachine.ERRAND)) continue;
            var number = Long.parseLong(spec.name().substring(OddMachine.ERRAND.length()));
            if (number > after.of(ODD).errands())
                throw new Broken(ONCE, spec.name() + " is done, and nobody was sent");
            if (!made.add(spec.name())) throw new Broken(ONCE, spec.name() + " is done twice");
        }
    }

    @Override
    public @Nullable String difference(House was, House is) {
        var before = was.of(ODD);
        var after = is.of(ODD);
        return before.equals(after) ? null : before + ", which is " + after;
    }

    @Override
    public @Nullable String missing() {
        var odd = server.certain().of(ODD);
        if (odd.mood() != Mood.FINE) return "the odd room is not well";
        if (odd.done() < odd.errands()) return "errand %d is not done".formatted(odd.done() + 1);
        return odd.dueTickMs() < server.now().tickMs() ? "the odd room is not woken" : null;
    }

    @Override
    public long healsWithinMs() {
        return HEALS_WITHIN_MS;
    }
}
