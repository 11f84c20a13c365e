package dev.skerry.trust.server.task;

import dev.skerry.http.Admitted;
import dev.skerry.http.Need;
import dev.skerry.kernel.Caller;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.server.rulings.NeededWish;
import dev.skerry.trust.server.rulings.RoleRulings;
import dev.skerry.trust.server.task.TaskProofs.ProvenTask;
import dev.skerry.trust.state.Trust;
import java.util.List;
import java.util.function.Supplier;

/// A task that has shown who it is. What it may is looked up each time, as of everybody.
public final class KnownTask implements Admitted {
    private final Supplier<Trust> trust;
    private final ProvenTask task;
    private final Caller caller;
    private volatile Found found = new Found(Trust.EMPTY, new RoleRulings(List.of()));

    /// What was found while the state was this one.
    private record Found(Trust trust, RoleRulings rulings) {}

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
        return stands() && rulings().allows(NeededWish.of(right, place));
    }

    /// Its roles, as they are in its namespace.
    public List<Role> roles(Trust now) {
        return now.rolesOfTask(task.namespace(), task.job());
    }

    @SuppressWarnings("ReferenceEquality") // the same value as before, or another that may be equal
    private RoleRulings rulings() {
        var now = trust.get();
        var before = found;
        if (before.trust == now) return before.rulings;
        var next = new RoleRulings(roles(now));
        found = new Found(now, next);
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
