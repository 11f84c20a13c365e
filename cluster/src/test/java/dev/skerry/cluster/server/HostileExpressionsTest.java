package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.server.jobfile.ExpressionCheck.Gives;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Expressions that would fill any memory or need years.
class HostileExpressionsTest {
    private static final int EXPRESSIONS = 500;

    /// No measure: what is without a bound goes on for ever.
    private static final long DEADLINE_SECONDS = 60;

    private static final List<String> LEAVES =
            List.of("node", "node.devices", "node.name", "'ab'", "1", "[1, 2, 3]", "a", "b", "[]");
    private static final List<String> FORMS =
            List.of(
                    "X.map(a, X)",
                    "X.map(b, X)[0]",
                    "X.exists(a, X)",
                    "X.all(b, X)",
                    "[X, X]",
                    "{X: X}",
                    "{'k': X}",
                    "X + X",
                    "X == X",
                    "X in X",
                    "X.filter(a, X)",
                    "size(X)",
                    "X.matches(X)",
                    "X ? X : X",
                    "string(X)",
                    "X.contains(X)",
                    "-X",
                    "X[0]");

    private final CelExpressions expressions = new CelExpressions();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['abc'].map(a, a + a + a + a)",
                "[['a']].map(a, a + a + a + a)",
                "[1].map(a, [a, a, a, a])",
                "[].map(a, {a: a})",
                "[node.name].map(a, [a, a, a, a])",
                "[1].map(a, {'x': a, 'y': a, 'z': a})",
                "[1].map(a, true ? [a, a, a] : [])",
                "[1, 2, 3, 4, 5, 6, 7, 8].map(a, [1, 2, 3, 4, 5, 6, 7, 8].map(b, a))",
            })
    void whatGrowsStepByStepIsRefused(String step) {
        var expression = step;
        while (expression.length() < 500) expression += step.substring(step.indexOf(".map"));
        refused("size(" + expression + ") > 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'%s'.matches('(a?){200}')",
                "'%s'.matches(node.name)",
                "'%1$s'.contains('%1$s')",
            })
    void searchesWithinLoopsAreRefused(String form) {
        var many = "['a'" + ", 'a'".repeat(9) + "]";
        var search = form.formatted("a".repeat(300));
        refused(many + ".all(x, " + many + ".all(y, " + many + ".all(z, " + search + ")))");
    }

    private void refused(String expression) {
        var fault = expressions.check(expression, Gives.TRUTH);
        assertEquals(
                "from here it can build or search more than an expression may; write fewer lists"
                        + " and loops within each other",
                fault == null ? "" : fault.message());
        assertFalse(expressions.test(expression, CelExpressionsTest.node()));
    }

    /// It doubles in each round, and no count of its parts would show it.
    @Test
    void whatALoopHasGatheredHasNoName() {
        var loop = "[1, 2, 3].map(a, dyn(__result__)).size() > 0";
        var fault = expressions.check(loop, Gives.TRUTH);
        assertEquals(
                "\"__result__\" is not known; text stands in quotes, as '__result__', and what a"
                        + " node has begins with node.",
                fault == null ? "" : fault.message());
    }

    @Test
    void saysWhereItBecomesTooMuch() {
        var list = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]";
        var line = "node.name == 'x' ||\n  LIST.map(a, LIST.map(b, LIST.map(c, LIST.map(d, 'x'))))";
        var fault = expressions.check(line.replace("LIST", list) + ".size() > 0", Gives.TRUTH);
        assertEquals("2:46", fault == null ? "" : fault.line() + ":" + fault.column());
    }

    @Test
    void whatRulesDoIsAllowed() {
        var sites = "['site-0'" + ", 'site-1'".repeat(50) + "]";
        for (var rule :
                List.of(
                        sites + ".exists(s, node.name.startsWith(s))",
                        sites + ".exists(s, node.name.matches(s))",
                        sites + ".exists(s, node.labels.exists(l, node.labels[l] == s))",
                        "node.devices.exists(d, node.links.exists(l, l.type + d.type == 'xy'))",
                        "node.devices.all(d, node.links.all(l, node.runtimes.all(r, r != 'x')))",
                        "node.name.matches('^(shop|gate)-[0-9]{1,4}[a-f]?$')",
                        "node.devices.exists(d, d.name.matches('epd[0-9]in[0-9]'))",
                        "node.devices.map(d, d.name).exists(n, n.contains('epd'))",
                        "node.devices.filter(d, d.type == 'display').map(d, d.name).size() > 0"))
            assertNull(expressions.check(rule, Gives.TRUTH), rule);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyExpressionIsAnswered(long seed) throws Exception {
        var random = new Random(seed);
        for (int i = 0; i < EXPRESSIONS; i++) answered(expression(random, random.nextInt(14)));
    }

    private static String expression(Random random, int depth) {
        if (depth == 0) return LEAVES.get(random.nextInt(LEAVES.size()));
        var text = new StringBuilder();
        boolean deep = true; // one of the parts, so that a thousand characters nest far
        for (char c : FORMS.get(random.nextInt(FORMS.size())).toCharArray()) {
            if (c != 'X') text.append(c);
            else text.append(expression(random, deep ? depth - 1 : 0));
            if (c == 'X') deep = false;
        }
        return text.toString();
    }

    private static void answered(String expression) throws Exception {
        var done = new CompletableFuture<String>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        var expressions = new CelExpressions();
                        var node = CelExpressionsTest.node();
                        for (var gives : Gives.values()) expressions.check(expression, gives);
                        expressions.test(expression, node);
                        expressions.text(expression, node);
                        done.complete(expressions.shown(expression, node) + "");
                    } catch (Throwable e) { // also an error, as of the memory's end
                        done.completeExceptionally(e);
                    }
                });
        try {
            done.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no end with this expression: " + expression, e);
        }
    }
}
