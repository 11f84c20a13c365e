package dev.skerry.server.cluster;

import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.server.Latency;
import java.util.concurrent.atomic.LongAdder;

/// What the scheduler counts on one server.
///
/// @param evaluations looks of the scheduler at a job
/// @param placements allocations in plans that were accepted
/// @param blocked looks that left work without a place
/// @param plan how long one look takes
public record SchedulingFigures(
        LongAdder evaluations, LongAdder placements, LongAdder blocked, Latency plan) {
    public SchedulingFigures() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new Latency());
    }

    void write(PrometheusText to) {
        to.counter("skerry_evaluations_total", "Looks of the scheduler at a job.")
                .value(evaluations.sum());
        to.counter("skerry_placements_total", "Allocations in plans that were accepted.")
                .value(placements.sum());
        to.counter("skerry_evaluations_blocked_total", "Looks that left work without a place.")
                .value(blocked.sum());
        plan.write("skerry_plan_seconds", "How long one look takes.", to);
    }
}
