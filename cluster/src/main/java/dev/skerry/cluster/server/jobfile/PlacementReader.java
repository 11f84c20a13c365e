package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.server.jobfile.ExpressionCheck.Gives;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where something may run and where rather; the same keys for a job and for a group.
record PlacementReader(ExpressionCheck check) {
    static final int LIMIT_MAX = 10_000;

    Placement placement(Mapping mapping, JobSpec.Type type) {
        var distinctHosts = mapping.value("distinctHosts");
        boolean distinct = distinctHosts.flag(false);
        if (distinct && type.everywhere())
            distinctHosts.wrong(
                    "should be left out: a %s job has one allocation on each node anyway"
                            .formatted(type.word()));
        return new Placement(
                constraints(mapping.value("constraints")),
                mapping.value("affinities").list(JobBounds.EXPRESSIONS_MAX).stream()
                        .map(this::affinity)
                        .toList(),
                mapping.value("spread").list(JobBounds.EXPRESSIONS_MAX).stream()
                        .map(this::spread)
                        .toList(),
                distinct,
                distinctProperty(mapping.value("distinctProperty")));
    }

    private List<String> constraints(Value value) {
        var constraints = new ArrayList<String>();
        for (var element : value.list(JobBounds.EXPRESSIONS_MAX))
            constraints.add(expression(element, Gives.TRUTH));
        return constraints;
    }

    private Placement.Affinity affinity(Value value) {
        var affinity = value.mapping(JobFileKeys.AFFINITY);
        var weight = affinity.value("weight");
        int number = (int) weight.whole(-100, 100, Placement.Affinity.WEIGHT_DEFAULT);
        if (number == 0)
            weight.wrong("should be -100 to 100 and not 0, which would change nothing");
        return new Placement.Affinity(expression(affinity.value("when"), Gives.TRUTH), number);
    }

    private Placement.Spread spread(Value value) {
        var spread = value.mapping(JobFileKeys.SPREAD);
        var targets = new ArrayList<Placement.SpreadTarget>();
        int sum = 0;
        for (var target :
                spread.value("targets").entries(JobBounds.TARGETS_MAX, JobRules.WORD).entrySet()) {
            int percent = (int) target.getValue().whole(0, 100, 0);
            sum += percent;
            targets.add(new Placement.SpreadTarget(target.getKey(), percent));
        }
        if (sum > 100)
            spread.value("targets")
                    .wrong("add up to " + sum + "; it should be at most 100 percent");
        return new Placement.Spread(
                expression(spread.value("by"), Gives.TEXT),
                (int) spread.value("weight").whole(1, 100, Placement.Spread.WEIGHT_DEFAULT),
                targets);
    }

    private Placement.@Nullable DistinctProperty distinctProperty(Value value) {
        if (value.absent()) return null;
        var property = value.mapping(JobFileKeys.DISTINCT_PROPERTY);
        return new Placement.DistinctProperty(
                expression(property.value("by"), Gives.TEXT),
                (int) property.value("limit").whole(1, LIMIT_MAX, 1));
    }

    private String expression(Value value, Gives gives) {
        if (value.absent()) {
            value.missing("it should be an expression over node, as node.arch == \"arm64\"");
            return "";
        }
        var expression = value.text("", JobRules.EXPRESSION);
        if (expression.isEmpty()) return "";
        var fault = check.check(expression, gives);
        if (fault != null)
            value.wrongWithin(fault.line(), fault.column(), "is wrong: " + fault.message());
        return expression;
    }
}
