package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.server.jobfile.ExpressionCheck.Fault;
import dev.skerry.cluster.server.jobfile.ExpressionCheck.Gives;
import dev.skerry.yaml.FileReading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an earlier version says over nodes, looked at by today's rules.
class KeptExpressionsTest {
    private static final String SHOP =
            """
            job: shop
            constraints: [c1, c2]
            affinities: [{when: a1}, {when: a2}]
            spread: [{by: s1}, {by: s2}]
            distinctProperty: {by: d1}
            groups:
              web:
                constraints: [c3]
                affinities: [{when: a3}]
                spread: [{by: s3}]
                distinctProperty: {by: d3}
                tasks: {it: {command: /bin/web}}
              db:
                constraints: [c4]
                distinctProperty: {by: d4}
                tasks: {it: {command: /bin/db}}
            """;

    private static JobSpec spec() {
        var read = JobFile.parse(SHOP.getBytes(UTF_8), "a.yaml", ExpressionCheck.NONE);
        if (read instanceof FileReading.Parsed<JobSpec>(var spec)) return spec;
        throw new AssertionError(read);
    }

    /// Each of them, as what it has to be, the job's before those of its groups.
    @Test
    void allAreLookedAt() {
        var all = new ArrayList<String>();
        ExpressionCheck understood =
                (expression, gives) -> {
                    all.add(expression + " " + gives);
                    return null;
                };
        assertNull(KeptExpressions.wrong(spec(), understood));
        var truths = new ArrayList<String>();
        var texts = new ArrayList<String>();
        for (var each : all) (each.endsWith("" + Gives.TRUTH) ? truths : texts).add(each);
        assertEquals(
                List.of(
                        "c1 TRUTH",
                        "c2 TRUTH",
                        "a1 TRUTH",
                        "a2 TRUTH",
                        "c3 TRUTH",
                        "a3 TRUTH",
                        "c4 TRUTH"),
                truths);
        assertEquals(
                List.of("s1 TEXT", "s2 TEXT", "d1 TEXT", "s3 TEXT", "d3 TEXT", "d4 TEXT"), texts);
    }

    @ParameterizedTest
    @CsvSource({
        "c2, constraints",
        "a1, affinities",
        "a2, affinities",
        "s1, spread",
        "d1, distinctProperty",
        "c3, groups[web].constraints",
        "a3, groups[web].affinities",
        "s3, groups[web].spread",
        "d3, groups[web].distinctProperty",
        "c4, groups[db].constraints",
        "d4, groups[db].distinctProperty"
    })
    void theOneThatIsNotUnderstoodIsNamed(String expression, String field) {
        var refusal =
                KeptExpressions.wrong(
                        spec(), (it, _) -> it.equals(expression) ? new Fault(1, 2, "odd") : null);
        assertNotNull(refusal);
        assertEquals(
                "%s is \"%s\"; it should be one that is understood today: odd."
                        .formatted(field, expression),
                refusal.sentence());
    }

    /// The others are not looked at any more.
    @Test
    void theFirstOfSeveralIsSaid() {
        var all = new ArrayList<String>();
        var refusal =
                KeptExpressions.wrong(
                        spec(),
                        (it, _) -> {
                            all.add(it);
                            return new Fault(1, 1, "odd " + it);
                        });
        assertNotNull(refusal);
        assertEquals(
                "constraints is \"c1\"; it should be one that is understood today: odd c1.",
                refusal.sentence());
        assertEquals(List.of("c1"), all);
    }
}
