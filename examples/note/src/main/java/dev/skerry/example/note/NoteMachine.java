package dev.skerry.example.note;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
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
/// ask may come to nothing: so it is asked again until the mark is there to be read.
public final class NoteMachine implements Machine<NoteBoard, NoteMessage, NoteFact, Ask<?>> {
    public static final Room<NoteBoard, NoteMessage, NoteFact, Ask<?>> NOTES =
            new Room<>("note", new NoteMachine(), new NoteFacts());

    public static final String MARK = "note";
    private static final long ASK_AGAIN_AFTER_MS = 2_000;

    private NoteMachine() {}

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

    private static Decision<NoteFact, Ask<?>> write(
            Sight<NoteBoard> sight, NoteMessage.WriteNote it, Now now) {
        if (!sight.of(CLUSTER).nodes().has(it.node()))
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
        facts.add(asked(now));
        return Decision.of(facts, List.of(ask(it.node())));
    }

    private static List<NoteFact> ofNodesThatAreGone(Sight<NoteBoard> sight) {
        var nodes = sight.of(CLUSTER).nodes();
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

    private static Decision<NoteFact, Ask<?>> mark(Sight<NoteBoard> sight, Now now) {
        var facts = new ArrayList<>(ofNodesThatAreGone(sight));
        var asks = new ArrayList<Ask<?>>();
        var nodes = sight.of(CLUSTER).nodes();
        sight.own()
                .notes()
                .forEach((id, note) -> {
                    var node = nodes.find(id);
                    if (node == null || note.marked()) return;
                    if (node.meta().containsKey(MARK)) facts.add(new NoteFact.NodeMarked(id));
                    else asks.add(ask(id));
                });
        if (!asks.isEmpty()) facts.add(asked(now));
        return Decision.of(facts, asks);
    }

    private static NoteFact asked(Now now) {
        return new NoteFact.MarksAsked(now.tickMs() + ASK_AGAIN_AFTER_MS);
    }

    private static Ask<?> ask(String node) {
        return new Ask<>(CLUSTER, new ClusterMessage.SetMeta(node, Map.of(MARK, "yes")));
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
            case NoteFact.NoteDropped(var node) ->
                    new NoteBoard(board.notes().without(node), board.last(), board.askAtTickMs());
            case NoteFact.MarksAsked(var atTickMs) ->
                    new NoteBoard(board.notes(), board.last(), atTickMs);
        };
    }

    @Override
    public long wakeAtTickMs(NoteBoard board) {
        return board.allMarked() ? PersistentAgenda.NEVER : board.askAtTickMs();
    }

    @Override
    public long newestTickMs(NoteBoard board) {
        return Math.max(0, board.askAtTickMs() - ASK_AGAIN_AFTER_MS);
    }

    @Override
    public NoteMessage tick() {
        return new NoteMessage.NoteTime();
    }
}
