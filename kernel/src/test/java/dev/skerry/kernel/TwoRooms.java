package dev.skerry.kernel;

import dev.skerry.kernel.Batch.Act;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Two small rooms that work: `nodes` is a set of names; `lamps` burn on a node that has to be
/// there, until a tick.
final class TwoRooms {
    /// A fact of more bytes cannot be read again.
    static final int FACT_BYTES_MAX = 60;

    /// At one tick no more lamps go out.
    static final int OUT_MAX = 3;

    static final Room<PersistentSet<String>, NodesAsked, NodeIs, String> NODES =
            new Room<>("nodes", new Nodes(), new NodeForm());
    static final Room<Lamps, LampAsked, LampIs, String> LAMPS =
            new Room<>("lamps", new LampsMachine(), new LampForm());
    static final House EMPTY = House.of(List.of(NODES, LAMPS));
    static final List<Saved<?>> SAVED = List.of(new SavedNodes(), new SavedLamps());
    static final Caller ADA = new Caller(Caller.Kind.PERSON, "ada");

    private TwoRooms() {}

    static Now at(long tickMs) {
        return new Now(tickMs, 0);
    }

    static NodesAsked add(String... names) {
        return new NodesAsked(List.of(names), true);
    }

    static NodesAsked remove(String... names) {
        return new NodesAsked(List.of(names), false);
    }

    static LampAsked light(String lamp, String node, long untilTickMs) {
        return new LampAsked.Light(lamp, node, untilTickMs);
    }

    /// One act of one fact, for batches that no decider has made.
    static Act act(Told... told) {
        return new Act(ADA, 0, List.of(told));
    }

    static Told there(String node) {
        return NODES.told(new NodeIs(node, true));
    }

    static Told gone(String node) {
        return NODES.told(new NodeIs(node, false));
    }

    static Told lit(String lamp, String node, long untilTickMs) {
        return LAMPS.told(new LampIs.Lit(lamp, node, untilTickMs));
    }

    record NodesAsked(List<String> names, boolean there) {}

    record NodeIs(String name, boolean there) {}

    static final class Nodes implements Machine<PersistentSet<String>, NodesAsked, NodeIs, String> {
        @Override
        public PersistentSet<String> empty() {
            return PersistentSet.empty();
        }

        @Override
        public Decision<NodeIs, String> decide(
                Sight<PersistentSet<String>> sight, NodesAsked message, Now now) {
            var facts = new ArrayList<NodeIs>();
            for (var name : message.names()) {
                if (name.isEmpty())
                    return Decision.refuse(new Refusal.Invalid("name", name, "a name"));
                if (sight.own().has(name) != message.there())
                    facts.add(new NodeIs(name, message.there()));
            }
            return Decision.of(facts);
        }

        @Override
        public PersistentSet<String> apply(PersistentSet<String> state, NodeIs fact) {
            return fact.there() ? state.with(fact.name()) : state.without(fact.name());
        }
    }

    record Lamps(PersistentMap<String, String> nodes, PersistentAgenda<String> out) {}

    sealed interface LampAsked {
        record Light(String lamp, String node, long untilTickMs) implements LampAsked {}

        record Tick() implements LampAsked {}
    }

    sealed interface LampIs {
        record Lit(String lamp, String node, long untilTickMs) implements LampIs {}

        record Out(String lamp) implements LampIs {}
    }

    static final class LampsMachine implements Machine<Lamps, LampAsked, LampIs, String> {
        @Override
        public Lamps empty() {
            return new Lamps(PersistentMap.empty(), PersistentAgenda.empty());
        }

        @Override
        public Decision<LampIs, String> decide(Sight<Lamps> sight, LampAsked message, Now now) {
            return switch (message) {
                case LampAsked.Light(var lamp, var node, var until) -> {
                    if (!sight.of(NODES).has(node))
                        yield Decision.refuse(new Refusal.NotFound("node", node));
                    var fact = new LampIs.Lit(lamp, node, until);
                    if (apply(sight.own(), fact).equals(sight.own())) yield Decision.nothing();
                    yield Decision.of(List.of(fact), List.of("light " + lamp));
                }
                case LampAsked.Tick _ -> {
                    var due = sight.own().out().until(now.tickMs(), OUT_MAX);
                    yield Decision.of(
                            due.stream().<LampIs>map(LampIs.Out::new).toList(),
                            due.stream().map(lamp -> "dark " + lamp).toList());
                }
            };
        }

        @Override
        public Lamps apply(Lamps state, LampIs fact) {
            return switch (fact) {
                case LampIs.Lit(var lamp, var node, var until) ->
                        new Lamps(state.nodes().with(lamp, node), state.out().with(lamp, until));
                case LampIs.Out(var lamp) ->
                        new Lamps(state.nodes().without(lamp), state.out().without(lamp));
            };
        }

        @Override
        public long wakeAtTickMs(Lamps state) {
            return state.out().firstTickMs();
        }

        @Override
        public LampAsked tick() {
            return new LampAsked.Tick();
        }
    }

    private static byte[] bytes(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > FACT_BYTES_MAX) throw new FactLog.TooLarge(bytes.length, FACT_BYTES_MAX);
        return bytes;
    }

    /// `+a`, `-a`.
    static final class NodeForm implements Form<NodeIs> {
        @Override
        public byte[] encode(NodeIs fact) {
            return bytes((fact.there() ? "+" : "-") + fact.name());
        }

        @Override
        public NodeIs decode(byte[] bytes) throws Malformed {
            var text = new String(bytes, StandardCharsets.UTF_8);
            if (!text.startsWith("+") && !text.startsWith("-"))
                throw new Malformed("\"" + text + "\" says nothing of a node");
            return new NodeIs(text.substring(1), text.startsWith("+"));
        }
    }

    /// `lit LAMP NODE TICK`, `out LAMP`.
    static final class LampForm implements Form<LampIs> {
        @Override
        public byte[] encode(LampIs fact) {
            return bytes(
                    switch (fact) {
                        case LampIs.Lit(var lamp, var node, var until) ->
                                "lit " + lamp + " " + node + " " + until;
                        case LampIs.Out(var lamp) -> "out " + lamp;
                    });
        }

        @Override
        public LampIs decode(byte[] bytes) throws Malformed {
            var words = List.of(new String(bytes, StandardCharsets.UTF_8).split(" ", -1));
            try {
                if (words.size() == 4 && words.getFirst().equals("lit"))
                    return new LampIs.Lit(words.get(1), words.get(2), Long.parseLong(words.get(3)));
            } catch (NumberFormatException e) {
                throw new Malformed("a lamp burns until no tick", e);
            }
            if (words.size() == 2 && words.getFirst().equals("out"))
                return new LampIs.Out(words.get(1));
            throw new Malformed(words + " say nothing of a lamp");
        }
    }

    /// Names, each on a line, in their order.
    static class SavedNodes implements Saved<PersistentSet<String>> {
        @Override
        public Room<PersistentSet<String>, ?, ?, ?> room() {
            return NODES;
        }

        @Override
        public void write(PersistentSet<String> state, OutputStream to) throws IOException {
            lines(new TreeSet<>(state.asSet()), to);
        }

        @Override
        public PersistentSet<String> read(InputStream from) throws IOException {
            return PersistentSet.of(lines(from));
        }
    }

    /// Lamps as their facts, each on a line, in the order of their names.
    static final class SavedLamps implements Saved<Lamps> {
        @Override
        public Room<Lamps, ?, ?, ?> room() {
            return LAMPS;
        }

        @Override
        public void write(Lamps state, OutputStream to) throws IOException {
            var lines = new TreeSet<String>();
            state.nodes()
                    .forEach((lamp, on) -> lines.add(line(lamp, on, state.out().tickMs(lamp))));
            lines(lines, to);
        }

        private static String line(String lamp, String node, long untilTickMs) {
            return lamp + " " + node + " " + untilTickMs;
        }

        @Override
        public Lamps read(InputStream from) throws IOException {
            var machine = LAMPS.machine();
            var state = machine.empty();
            for (var line : lines(from)) {
                var fact = ("lit " + line).getBytes(StandardCharsets.UTF_8);
                try {
                    state = machine.apply(state, LAMPS.facts().decode(fact));
                } catch (Malformed e) {
                    throw new IOException(e);
                }
            }
            return state;
        }
    }

    private static void lines(Iterable<String> lines, OutputStream to) throws IOException {
        for (var line : lines) to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    private static List<String> lines(InputStream from) throws IOException {
        return new String(from.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
}
