package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.state.Node;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Understands `node.arch == "arm64"`, `!=`, `>=` on numbers, and the properties of the tests.
final class FakeExpressions implements Expressions {
    private static final Pattern COMPARISON =
            Pattern.compile("(node[\\w.]+)\\s*(==|!=|>=)\\s*\"?([^\"]*)\"?");

    @Override
    public boolean test(String expression, Node node) {
        var comparison = COMPARISON.matcher(expression);
        if (!comparison.matches()) throw new IllegalArgumentException(expression);
        var value = text(comparison.group(1), node);
        var literal = comparison.group(3);
        return value != null
                && switch (comparison.group(2)) {
                    case "==" -> value.equals(literal);
                    case "!=" -> !value.equals(literal);
                    default -> Double.parseDouble(value) >= Double.parseDouble(literal);
                };
    }

    @Override
    public @Nullable String shown(String expression, Node node) {
        return text(expression, node);
    }

    @Override
    public @Nullable String text(String expression, Node node) {
        return switch (expression) {
            case "node.id" -> node.id();
            case "node.arch" -> node.facts().cpu().arch();
            case "node.power.source" -> node.facts().power().source();
            case "node.power.runtimeHours" -> "" + node.facts().power().runtimeHours();
            case String meta when meta.startsWith("node.meta.") ->
                    node.meta().get(meta.substring("node.meta.".length()));
            default -> throw new IllegalArgumentException(expression);
        };
    }
}
