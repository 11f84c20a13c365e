package dev.skerry.kernel.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    @Test
    void familiesAreWrittenAsPrometheusReadsThem() {
        var text = new PrometheusText();
        text.gauge("a_bytes", "What it is.").value(5);
        text.counter("b_total", "With \"quotes\" and \\ and\na line.")
                .value(0.25, "task", "a\"b\\c\nd", "node", "n")
                .value(1L << 40, "task", "", "node", "m");
        text.histogram("c_seconds", "Buckets.")
                .buckets(new double[] {0.001, 0.5}, new long[] {1, 0, 2}, 3.5);
        assertEquals(
                """
                # HELP a_bytes What it is.
                # TYPE a_bytes gauge
                a_bytes 5
                # HELP b_total With "quotes" and \\\\ and\\na line.
                # TYPE b_total counter
                b_total{task="a\\"b\\\\c\\nd",node="n"} 0.25
                b_total{task="",node="m"} 1099511627776
                # HELP c_seconds Buckets.
                # TYPE c_seconds histogram
                c_seconds_bucket{le="0.001"} 1
                c_seconds_bucket{le="0.5"} 1
                c_seconds_bucket{le="+Inf"} 3
                c_seconds_sum 3.5
                c_seconds_count 3
                """,
                text + "");
    }

    @Test
    void mistakesOfOurOwnAreFoundAtOnce() {
        var text = new PrometheusText().gauge("a", "A.");
        assertThrows(IllegalStateException.class, () -> text.gauge("a", "A."));
        assertThrows(IllegalStateException.class, () -> text.counter("b", "B."));
    }
}
