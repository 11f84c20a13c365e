package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.server.jobfile.ExpressionCheck.Gives;
import dev.skerry.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// Whether the expressions of a job that was accepted earlier are understood today.
public final class KeptExpressions {
    private KeptExpressions() {}

    /// The first that is not; null: all are.
    public static @Nullable Refusal wrong(JobSpec spec, ExpressionCheck check) {
        var wrong = wrong("", spec.placement(), check);
        for (var group : spec.groups())
            if (wrong == null)
                wrong = wrong("groups[" + group.name() + "].", group.placement(), check);
        return wrong;
    }

    private static @Nullable Refusal wrong(String at, Placement it, ExpressionCheck check) {
        Refusal wrong = null;
        for (var rule : it.constraints())
            if (wrong == null) wrong = wrong(at + "constraints", rule, Gives.TRUTH, check);
        for (var affinity : it.affinities())
            if (wrong == null)
                wrong = wrong(at + "affinities", affinity.when(), Gives.TRUTH, check);
        for (var spread : it.spreads())
            if (wrong == null) wrong = wrong(at + "spread", spread.by(), Gives.TEXT, check);
        var distinct = it.distinctProperty();
        if (wrong == null && distinct != null)
            wrong = wrong(at + "distinctProperty", distinct.by(), Gives.TEXT, check);
        return wrong;
    }

    private static @Nullable Refusal wrong(
            String field, String expression, Gives gives, ExpressionCheck check) {
        var fault = check.check(expression, gives);
        if (fault == null) return null;
        return new Refusal.Invalid(
                field, expression, "one that is understood today: " + fault.message());
    }
}
