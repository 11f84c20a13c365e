package dev.skerry.trust.server.task;

import dev.skerry.http.Admitted;
import dev.skerry.http.Need;
import dev.skerry.kernel.Caller;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.Ruling;
import dev.skerry.trust.policy.Wish;
import dev.skerry.trust.server.task.TaskProofs.ProvenTask;
import dev.skerry.trust.state.Trust;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A task that has shown who it is. What it may is looked up each time, as of everybody.
public final class KnownTask implements Admitted {
    private final Supplier<Trust> trust;
    private final ProvenTask task;
    private final Caller caller;
    private volatile Found found = new Found(Trust.EMPTY, List.of(), new ConcurrentHashMap<>());

    /// What was found while the state was this one.
    private record Found(Trust trust, List<Role> roles, Map<Wish, Boolean> known) {
        static final int KNOWN_MAX = 1_000;

        boolean allows(Wish wish) {
            var before = known.get(wish);
            if (before != null) return before;
            boolean allowed = Ruling.of(roles, wish).allowed();
            if (known.size() < KNOWN_MAX) known.put(wish, allowed);
            return allowed;
        }
    }

    /// @param trust as it is, each time
    /// @param from the address that it comes from
    public KnownTask(Supplier<Trust> trust, ProvenTask task, String from) {
        this.trust = trust;
        this.task = task;
        var name = task.namespace() + "/" + task.job();
        caller = new Caller(Caller.Kind.TASK, name, task.allocation(), from);
    }

    /// Who it is.
    public ProvenTask task() {
        return task;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public boolean allows(Need.Right right, String place) {
        return stands() && found().allows(NeededWish.of(right, place));
    }

    @SuppressWarnings("ReferenceEquality") // the same value as before, or another that may be equal
    private Found found() {
        var now = trust.get();
        var before = found;
        if (before.trust == now) return before;
        var roles = now.rolesOfTask(task.namespace(), task.job());
        var next = new Found(now, roles, new ConcurrentHashMap<>());
        found = next;
        return next;
    }

    @Override
    public boolean stands() {
        return task.stands();
    }

    @Override
    public String lack() {
        return "";
    }
}
