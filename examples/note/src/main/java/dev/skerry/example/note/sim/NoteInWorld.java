package dev.skerry.example.note.sim;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.example.note.codec.CardRoom.CARD;
import static dev.skerry.example.note.codec.NoteRoom.NOTES;

import dev.skerry.example.note.NoteMachine;
import dev.skerry.example.note.NoteMessage;
import dev.skerry.example.note.codec.SavedNotes;
import dev.skerry.example.note.server.NotePart;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Promise;
import dev.skerry.sim.world.SimLinks;
import dev.skerry.sim.world.SimNode;
import dev.skerry.sim.world.SimRoom;
import dev.skerry.sim.world.SimServer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Notes in a history: people leave them at the worst of times, and in the end each node shows the
/// last of its own.
public class NoteInWorld implements SimRoom {
    public static final Maker MAKER = new Maker(new SavedNotes(), NoteInWorld::new);

    private static final long ASKED_AGAIN_MS = 20_000;

    private final Scene scene;

    /// What was said to hold, by node; asked for again since then: nothing.
    private final Map<String, Long> acknowledged = new HashMap<>();

    public NoteInWorld(Scene scene) {
        this.scene = scene;
    }

    @Override
    public ServerPart part(Consumer<String> touched) {
        return new NotePart(touched);
    }

    @Override
    public NoteOnNode on(SimNode node) {
        return new NoteOnNode(node);
    }

    @Override
    public void act() {
        var node = scene.nodes().get(scene.events().dice.nextInt(scene.nodes().size()));
        var text = "note " + scene.events().between(1, 1_000);
        scene.events().say("user leaves " + node.name + " " + text);
        acknowledged.remove(node.id);
        scene.server()
                .submit(
                        NOTES,
                        new NoteMessage.WriteNote(node.id, text),
                        Caller.SERVERS,
                        outcome -> {
                            if (outcome instanceof SimServer.Verdict.Done) known(node.id, text);
                        });
    }

    /// Another may have been written meanwhile; then it is the one that holds.
    private void known(String node, String text) {
        var note = scene.server().certain().of(NOTES).notes().find(node);
        if (note != null && note.text().equals(text)) acknowledged.put(node, note.number());
    }

    @Override
    public void committed(Batch batch, House before, House after) {
        check(after);
    }

    private void check(House house) {
        acknowledged.forEach((node, number) -> {
            var note = house.of(NOTES).notes().find(node);
            if (note == null || note.number() < number)
                throw new Broken(
                        Promise.WRITES, "note %d of %s is %s".formatted(number, node, note));
        });
    }

    @Override
    public @Nullable String difference(House was, House is) {
        var before = was.of(NOTES);
        var after = is.of(NOTES);
        return before.equals(after) ? null : before + ", which is " + after;
    }

    @Override
    public @Nullable String missing() {
        var house = scene.server().certain();
        for (var node : scene.nodes()) {
            var note = house.of(NOTES).notes().find(node.id);
            if (note == null) continue;
            var known = house.of(CLUSTER).nodes().find(node.id);
            if (known == null || !known.meta().containsKey(NoteMachine.MARK))
                return node.name + " has a note and is not marked";
            if (!note.marked()) return node.name + " is not known to be marked";
            if (!node.has(CARD)) continue;
            var card = node.certain().of(CARD);
            if (!card.text().equals(note.text())) return node.name + " shows " + card;
            if (!note.seen()) return node.name + " is not known to show its note";
            if (!card.heard()) return node.name + " does not know that it was heard";
        }
        return null;
    }

    @Override
    public long healsWithinMs() {
        return SimLinks.NOTICED_MS + SimLinks.MISSED_AFTER_MS + ASKED_AGAIN_MS;
    }
}
