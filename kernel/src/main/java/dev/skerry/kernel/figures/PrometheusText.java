package dev.skerry.kernel.figures;

import dev.skerry.kernel.Check;
import java.util.HashSet;
import java.util.Set;

/// Metrics in Prometheus' text format 0.0.4, written one family after the other.
///
/// Names follow its rules: base units, `_total` at the end of counters. A family is begun once, and
/// all its samples follow at once.
public final class PrometheusText {
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4096);
    private final Set<String> families = new HashSet<>();
    private String family = "";

    /// Begins a family of values that go up and down.
    public PrometheusText gauge(String name, String help) {
        return begin(name, help, "gauge");
    }

    /// Begins a family of values that only grow, until the process begins anew.
    public PrometheusText counter(String name, String help) {
        Check.check(name.endsWith("_total"), "a counter ends in _total: " + name);
        return begin(name, help, "counter");
    }

    /// Begins a family of buckets.
    public PrometheusText histogram(String name, String help) {
        return begin(name, help, "histogram");
    }

    /// Adds whole families that were written apart.
    public PrometheusText add(PrometheusText others) {
        for (var name : others.families)
            Check.check(!families.contains(name), "a family is written once: " + name);
        families.addAll(others.families);
        text.append(others.text);
        return this;
    }

    private PrometheusText begin(String name, String help, String type) {
        Check.check(families.add(name), "a family is written once: " + name);
        family = name;
        text.append("# HELP ").append(name).append(' ');
        escape(help, false);
        text.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /// A whole number of the family; above 2^53 its last digits are lost.
    public PrometheusText value(long value, String... labels) {
        return sample("", (double) value, labels);
    }

    /// A value of the family.
    ///
    /// @param labels name, value, name, value …
    public PrometheusText value(double value, String... labels) {
        return sample("", value, labels);
    }

    /// All samples of a histogram.
    ///
    /// @param bounds the upper ends of the buckets in the base unit, ascending
    /// @param counts of each bucket alone; one more than there are bounds
    /// @param sum of all values in the base unit
    public PrometheusText buckets(double[] bounds, long[] counts, double sum, String... labels) {
        Check.check(counts.length == bounds.length + 1, "the last bucket has no bound");
        long before = 0;
        for (int i = 0; i < counts.length; i++) {
            before += counts[i];
            sample(
                    "_bucket",
                    (double) before,
                    more(labels, i < bounds.length ? text(bounds[i]) : "+Inf"));
        }
        sample("_sum", sum, labels);
        return sample("_count", (double) before, labels);
    }

    private static String[] more(String[] labels, String bound) {
        var more = new String[labels.length + 2];
        System.arraycopy(labels, 0, more, 0, labels.length);
        more[labels.length] = "le";
        more[labels.length + 1] = bound;
        return more;
    }

    private PrometheusText sample(String suffix, double value, String... labels) {
        text.append(family).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            escape(labels[i + 1], true);
            text.append('"');
        }
        if (labels.length > 0) text.append('}');
        text.append(' ');
        return number(value);
    }

    private PrometheusText number(double value) {
        text.append(text(value)).append('\n');
        return this;
    }

    private static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) return Long.toString((long) value);
        if (Double.isNaN(value)) return "NaN";
        if (Double.isInfinite(value)) return value > 0 ? "+Inf" : "-Inf";
        return Double.toString(value);
    }

    private void escape(String raw, boolean label) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(label ? "\\\"" : "\"");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
