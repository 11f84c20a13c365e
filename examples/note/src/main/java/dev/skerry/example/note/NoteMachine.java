package dev.skerry.example.note;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Decides about notes.
///
/// It reads of the cluster which nodes there are, and asks it to mark those that have a note. An
/// ask may come to nothing, or be refused, which nobody is told: so it is asked again until the
/// mark is there to be read, with longer and longer pauses, since each time is an entry of the log.
public final class NoteMachine implements Machine<NoteBoard, NoteMessage, NoteFact, Ask<?>> {
    public static final String MARK = "note";
    private static final long ASK_AGAIN_MIN_MS = 2_000;
    private static final long ASK_AGAIN_MAX_MS = 3_600_000;

    private final Room<Cluster, ClusterMessage, ?, ?> cluster;

    /// @param cluster which it reads and asks: how the cluster's facts are written is not its to
    ///   know
    public NoteMachine(Room<Cluster, ClusterMessage, ?, ?> cluster) {
        this.cluster = cluster;
    }

    @Override
    public NoteBoard empty() {
        return NoteBoard.EMPTY;
    }

    @Override
    public Decision<NoteFact, Ask<?>> decide(Sight<NoteBoard> sight, NoteMessage message, Now now) {
        return switch (message) {
            case NoteMessage.WriteNote it -> write(sight, it, now);
            case NoteMessage.NoteArrived it -> arrived(sight, it);
            case NoteMessage.NoteTime _ -> mark(sight, now);
        };
    }

    private Decision<NoteFact, Ask<?>> write(
            Sight<NoteBoard> sight, NoteMessage.WriteNote it, Now now) {
        if (!sight.of(cluster).nodes().has(it.node()))
            return Decision.refuse(new Refusal.NotFound("node", it.node()));
        boolean fits = !it.text().isBlank() && it.text().length() <= Note.TEXT_CHARACTERS_MAX;
        if (!fits || it.text().chars().anyMatch(Character::isISOControl))
            return Decision.refuse(
                    new Refusal.Invalid(
                            "text",
                            it.text(),
                            "one line of 1 to %d characters".formatted(Note.TEXT_CHARACTERS_MAX)));
        var before = sight.own().notes().find(it.node());
        if (before != null && before.text().equals(it.text())) return Decision.nothing();
        var facts = new ArrayList<>(ofNodesThatAreGone(sight));
        facts.add(new NoteFact.NoteWritten(it.node(), sight.own().last() + 1, it.text()));
        facts.add(asked(now, ASK_AGAIN_MIN_MS));
        return Decision.of(facts, List.of(ask(it.node())));
    }

    private List<NoteFact> ofNodesThatAreGone(Sight<NoteBoard> sight) {
        var nodes = sight.of(cluster).nodes();
        return sight.own().notes().keys().stream()
                .filter(node -> !nodes.has(node))
                .<NoteFact>map(NoteFact.NoteDropped::new)
                .toList();
    }

    private static Decision<NoteFact, Ask<?>> arrived(
            Sight<NoteBoard> sight, NoteMessage.NoteArrived it) {
        var note = sight.own().notes().find(it.node());
        if (note == null || note.seen()) return Decision.nothing();
        boolean same = note.number() == it.number() && note.text().equals(it.text());
        return same ? Decision.of(List.of(new NoteFact.NoteSeen(it.node()))) : Decision.nothing();
    }

    private Decision<NoteFact, Ask<?>> mark(Sight<NoteBoard> sight, Now now) {
        var facts = new ArrayList<>(ofNodesThatAreGone(sight));
        var asks = new ArrayList<Ask<?>>();
        var nodes = sight.of(cluster).nodes();
        for (var id : sight.own().unmarked()) {
            var node = nodes.find(id);
            if (node == null) continue;
            if (node.meta().containsKey(MARK)) facts.add(new NoteFact.NodeMarked(id));
            else asks.add(ask(id));
        }
        long pauseMs = Math.min(2 * sight.own().asking().pauseMs(), ASK_AGAIN_MAX_MS);
        if (!asks.isEmpty()) facts.add(asked(now, pauseMs));
        return Decision.of(facts, asks);
    }

    private static NoteFact asked(Now now, long pauseMs) {
        return new NoteFact.MarksAsked(now.tickMs() + pauseMs, pauseMs);
    }

    private Ask<?> ask(String node) {
        return new Ask<>(cluster, new ClusterMessage.SetMeta(node, Map.of(MARK, "yes")));
    }

    @Override
    public NoteBoard apply(NoteBoard board, NoteFact fact) {
        return switch (fact) {
            case NoteFact.NoteWritten(var node, var number, var text) ->
                    board.with(node, new Note(text, number, false, false));
            case NoteFact.NoteSeen(var node) -> {
                var note = board.notes().find(node);
                yield note == null ? board : board.with(node, note.shown());
            }
            case NoteFact.NodeMarked(var node) -> {
                var note = board.notes().find(node);
                yield note == null ? board : board.with(node, note.asMarked());
            }
            case NoteFact.NoteDropped(var node) -> board.without(node);
            case NoteFact.MarksAsked(var atTickMs, var pauseMs) ->
                    board.with(new NoteBoard.Marking(atTickMs, pauseMs));
        };
    }

    @Override
    public long wakeAtTickMs(NoteBoard board) {
        return board.unmarked().isEmpty() ? PersistentAgenda.NEVER : board.asking().againAtTickMs();
    }

    @Override
    public long newestTickMs(NoteBoard board) {
        return board.asking().againAtTickMs() - board.asking().pauseMs();
    }

    @Override
    public NoteMessage tick() {
        return new NoteMessage.NoteTime();
    }
}
