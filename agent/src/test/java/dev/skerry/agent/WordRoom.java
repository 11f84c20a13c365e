package dev.skerry.agent;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.link.NodePart;
import dev.skerry.kernel.node.NodeRoom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A room that remembers the words it is told, and is asked to do each. Its machine fails on
/// `poison` and `circle`; after `deaf` it fails to look at its state; `idle` is not done; after
/// `due` it waits for a tick that is refused.
final class WordRoom implements NodeRoom<List<String>, String, String, String> {
    private static final long WAIT_MS = 60_000;

    private final Room<List<String>, String, String, String> room =
            new Room<>("words", new WordMachine(), new WordForm());
    private final List<String> done = new ArrayList<>();
    private int ticks;

    private final class WordMachine implements Machine<List<String>, String, String, String> {
        @Override
        public List<String> empty() {
            return List.of();
        }

        @Override
        public Decision<String, String> decide(Sight<List<String>> sight, String word, Now now) {
            return switch (word) {
                case "poison" -> throw new IllegalStateException("poison");
                case "circle" -> throw new StackOverflowError("circle");
                case "tick" -> {
                    ticked();
                    yield Decision.refuse(new Refusal.NotFound("word", "tick"));
                }
                default -> Decision.of(List.of(word), List.of(word));
            };
        }

        @Override
        public List<String> apply(List<String> state, String fact) {
            return Stream.concat(state.stream(), Stream.of(fact)).toList();
        }

        @Override
        public long wakeAtTickMs(List<String> state) {
            return state.contains("due") ? 0 : PersistentAgenda.NEVER;
        }

        @Override
        public String tick() {
            return "tick";
        }
    }

    private record WordForm() implements Form<String> {
        @Override
        public byte[] encode(String word) {
            return word.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Override
    public Room<List<String>, String, String, String> room() {
        return room;
    }

    List<String> state(House house) {
        return house.of(room);
    }

    @Override
    public NodePart part() {
        throw new IllegalStateException("there is no link");
    }

    @Override
    public List<String> compacted(List<String> state) {
        return state;
    }

    @Override
    public synchronized void carryOut(String word) {
        if (word.equals("idle")) throw new IllegalStateException("it is not done");
        done.add(word);
        notifyAll();
    }

    @Override
    public void changed(List<String> state) {
        if (state.contains("deaf")) throw new IllegalStateException("it cannot look");
    }

    private synchronized void ticked() {
        ticks++;
        notifyAll();
    }

    synchronized int ticks() {
        return ticks;
    }

    /// Until the word was done.
    synchronized void await(String word) throws InterruptedException {
        long untilMs = nowMs() + WAIT_MS;
        while (!done.contains(word)) {
            if (nowMs() >= untilMs) throw new AssertionError("too late: \"" + word + "\" is done");
            wait(Math.max(1, untilMs - nowMs()));
        }
    }

    synchronized void awaitTicks(int count) throws InterruptedException {
        long untilMs = nowMs() + WAIT_MS;
        while (ticks < count) {
            if (nowMs() >= untilMs) throw new AssertionError("too late: " + count + " ticks");
            wait(Math.max(1, untilMs - nowMs()));
        }
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
