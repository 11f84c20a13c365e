package dev.skerry.sim.odd;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import java.util.ArrayList;
import java.util.List;

/// Does as its mood is when it is woken; and has errands, each of which is a namespace that the
/// cluster shall make. An ask may come to nothing: it is asked again until the namespace is there.
final class OddMachine implements Machine<OddState, OddMessage, OddFact, Object> {
    static final Room<OddState, OddMessage, OddFact, Object> ODD =
            new Room<>("odd", new OddMachine(), new OddForm());

    static final String ERRAND = "errand-";
    static final long WOKEN_EVERY_MS = 10_000;
    private static final long ASKED_AGAIN_AFTER_MS = 2_000;

    private OddMachine() {}

    @Override
    public OddState empty() {
        return OddState.EMPTY;
    }

    @Override
    public Decision<OddFact, Object> decide(Sight<OddState> sight, OddMessage message, Now now) {
        return switch (message) {
            case OddMessage.OddBecomes(var mood) ->
                    Decision.of(List.of(new OddFact.OddBecame(mood)));
            case OddMessage.OddErrand _ -> {
                long number = sight.own().errands() + 1;
                yield Decision.of(List.of(new OddFact.ErrandTaken(number)), List.of(ask(number)));
            }
            case OddMessage.OddTime _ -> woken(sight, now);
        };
    }

    private static Decision<OddFact, Object> woken(Sight<OddState> sight, Now now) {
        var woken = new OddFact.OddWoken(now.tickMs() + WOKEN_EVERY_MS);
        return switch (sight.own().mood()) {
            case FINE -> errands(sight, now);
            case THROWS -> throw new IllegalStateException("it has no answer");
            case DECLINES -> Decision.refuse(new Refusal.Conflict("It is odd.", "Not today."));
            case WANTS -> Decision.of(List.of(woken), List.of("ring the bell"));
            case SHOUTS -> Decision.of(List.of(new OddFact.OddShouted()));
            case FORGETS -> throw new IllegalStateException("it does not know when it is woken");
        };
    }

    private static Decision<OddFact, Object> errands(Sight<OddState> sight, Now now) {
        var facts = new ArrayList<OddFact>();
        var asks = new ArrayList<Object>();
        var own = sight.own();
        for (long number = own.done() + 1; number <= own.errands(); number++) {
            boolean done = sight.of(CLUSTER).namespaces().find(ERRAND + number) != null;
            if (!done) asks.add(ask(number));
            else if (asks.isEmpty()) facts.add(new OddFact.ErrandDone(number));
        }
        long nextMs = asks.isEmpty() ? WOKEN_EVERY_MS : ASKED_AGAIN_AFTER_MS;
        facts.add(new OddFact.OddWoken(now.tickMs() + nextMs));
        return Decision.of(facts, asks);
    }

    private static Ask<?> ask(long errand) {
        var spec = NamespaceSpec.of(ERRAND + errand, "", Quota.NONE);
        return new Ask<>(CLUSTER, new ClusterMessage.ApplyNamespace(spec));
    }

    @Override
    public OddState apply(OddState state, OddFact fact) {
        return state.with(fact);
    }

    @Override
    public long wakeAtTickMs(OddState state) {
        if (state.mood() == OddState.Mood.FORGETS)
            throw new IllegalStateException("it does not know when it is woken");
        return state.dueTickMs();
    }

    @Override
    public long newestTickMs(OddState state) {
        return Math.max(0, state.dueTickMs() - WOKEN_EVERY_MS);
    }

    @Override
    public OddMessage tick() {
        return new OddMessage.OddTime();
    }
}
