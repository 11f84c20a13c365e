package dev.skerry.cluster.link;

import org.jspecify.annotations.Nullable;

/// Of whatever a node says, the number of its report.
///
/// @param report null: it says something else
public record ReportNumber(@Nullable OfReport report) {
    public record OfReport(long number) {}
}
