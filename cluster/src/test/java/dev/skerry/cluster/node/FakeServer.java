package dev.skerry.cluster.node;

import dev.skerry.cluster.job.Policies.Restart.Mode;
import dev.skerry.cluster.state.Allocation.Observed;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Works like the control plane towards one node: it wants, forgets, hears reports and forgets
/// nothing that it was told; over a link that breaks.
final class FakeServer {
    final Map<String, Sheet> wanted = new TreeMap<>();
    final Map<String, Observed> seen = new TreeMap<>();
    private final ArrayDeque<Long> acknowledgements = new ArrayDeque<>();
    private final Random dice;
    private final Consumer<NodeMessage> tell;
    boolean linked;
    private String epoch = "e0";
    private long version;
    private int names;

    FakeServer(Random dice, Consumer<NodeMessage> tell) {
        this.dice = dice;
        this.tell = tell;
    }

    void connect() {
        linked = true;
        tell.accept(new NodeMessage.Heard(Long.MAX_VALUE));
        sync();
    }

    void disconnect() {
        linked = false;
        acknowledgements.clear();
    }

    private void sync() {
        var all = Sheet.papers(wanted.values().toArray(Sheet[]::new));
        tell.accept(new NodeMessage.Ordered(epoch, version, true, true, all, List.of(), List.of()));
    }

    /// Something else is wanted.
    void think() {
        switch (dice.nextInt(7)) {
            case 0, 1 -> add();
            case 2 -> change(Sheet::stopped);
            case 3 -> change(sheet -> sheet.desired().run() ? sheet.restarted() : sheet);
            case 4 -> change(sheet -> sheet.version(sheet.version() + 1));
            case 5 -> forget();
            default -> restored();
        }
    }

    private void add() {
        if (wanted.size() >= 5) return;
        var sheet =
                Sheet.order("a" + ++names)
                        .restart(dice.nextInt(4), dice.nextBoolean() ? Mode.FAIL : Mode.DELAY)
                        .checked(dice.nextInt(4) - 1)
                        .stopAfter(dice.nextInt(3) == 0 ? 180_000 : 0);
        if (dice.nextInt(3) == 0) sheet = sheet.tasks("web", "log");
        want(dice.nextInt(3) == 0 ? sheet.batch() : sheet);
    }

    private void change(UnaryOperator<Sheet> how) {
        var name = any();
        if (name == null) return;
        var sheet = wanted.get(name);
        if (sheet != null) want(how.apply(sheet));
    }

    private void want(Sheet sheet) {
        wanted.put(sheet.allocation(), sheet);
        version++;
        if (!linked) return;
        var one = List.of(sheet.paper());
        tell.accept(
                new NodeMessage.Ordered(epoch, version, false, true, one, List.of(), List.of()));
    }

    private void forget() {
        var name = any();
        if (name == null) return;
        wanted.remove(name);
        seen.remove(name);
        version++;
        if (!linked) return;
        tell.accept(
                new NodeMessage.Ordered(
                        epoch, version, false, true, List.of(), List.of(name), List.of()));
    }

    /// From a backup: versions begin anew, and what was reported since is not known.
    private void restored() {
        seen.clear();
        epoch += "'";
        version = 1;
        if (linked) sync();
    }

    private @Nullable String any() {
        if (wanted.isEmpty()) return null;
        return List.copyOf(wanted.keySet()).get(dice.nextInt(wanted.size()));
    }

    void hear(NodeEffect.Send report) {
        if (!linked) return;
        for (var change : report.changes()) {
            if (wanted.containsKey(change.allocation())) {
                seen.put(change.allocation(), change.observed());
            }
        }
        acknowledgements.add(report.number());
    }

    void acknowledge() {
        var number = acknowledgements.poll();
        if (number != null) tell.accept(new NodeMessage.Acknowledged(number));
    }
}
