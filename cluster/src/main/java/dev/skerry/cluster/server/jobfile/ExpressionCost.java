package dev.skerry.cluster.server.jobfile;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// How much an expression can build and do, counted before it is looked at any closer.
///
/// A list within a list doubles what it holds with twenty characters: a line of an expression could
/// fill any memory, already with the types of what it builds. Counted is the worst case, where
/// whatever a node says of itself counts as [#NODE], and each loop as one round at least: its types
/// are built also for a list without entries.
public final class ExpressionCost {
    /// Texts by their characters, lists and maps by all that is in them.
    static final double SIZE_MAX = 10_000;

    /// Looks at one of these.
    static final double WORK_MAX = 1_000_000;

    /// Rounds of all loops together; what runs an expression holds it to them.
    public static final int ROUNDS_MAX = 10_000;

    /// Steps of a pattern for one character; what runs an expression holds it to them.
    public static final int PATTERN_MAX = 500;

    /// Texts of a node, or things in one of its lists.
    private static final double NODE = 16;

    private static final Set<String> TRUTHS =
            Set.of(
                    "_==_",
                    "_!=_",
                    "_<_",
                    "_<=_",
                    "_>_",
                    "_>=_",
                    "@in",
                    "!_",
                    "_&&_",
                    "_||_",
                    "@not_strictly_false",
                    "startsWith",
                    "endsWith",
                    "matches",
                    "contains",
                    "size",
                    "atLeast",
                    "below",
                    "same");

    /// What a part of an expression gives, at most.
    ///
    /// @param entries as many rounds a loop over it has
    /// @param entry the size of the largest of them
    /// @param work what was done for it
    private record Cost(double size, double entries, double entry, double work) {
        /// Of which only the size is known.
        static Cost of(double size, double work) {
            return new Cost(size, size, size, work);
        }

        Cost after(double more) {
            return new Cost(size, entries, entry, work + more);
        }
    }

    private OptionalLong tooMuch = OptionalLong.empty();

    private ExpressionCost() {}

    /// The id of the first part that can become too large, or do too much.
    public static OptionalLong tooMuch(CelExpr expression) {
        var cost = new ExpressionCost();
        cost.of(expression, Map.of());
        return cost.tooMuch;
    }

    private Cost of(CelExpr expression, Map<String, Cost> names) {
        var cost =
                switch (expression.getKind()) {
                    case CONSTANT -> constant(expression.constant());
                    case IDENT -> names.getOrDefault(expression.ident().name(), Cost.of(NODE, 1));
                    case SELECT -> entry(of(expression.select().operand(), names));
                    case CALL -> call(expression.call(), names);
                    case LIST -> list(all(expression.list().elements(), names));
                    case MAP -> map(expression.map(), names);
                    case COMPREHENSION -> loop(expression.comprehension(), names);
                    case STRUCT, NOT_SET -> Cost.of(1, 1); // the checker refuses them
                };
        boolean fits = cost.size <= SIZE_MAX && cost.work <= WORK_MAX;
        if (!fits && tooMuch.isEmpty()) tooMuch = OptionalLong.of(expression.id());
        return cost;
    }

    private static Cost constant(CelConstant constant) {
        double size =
                switch (constant.getKind()) {
                    case STRING_VALUE -> 1 + constant.stringValue().length();
                    case BYTES_VALUE -> 1 + constant.bytesValue().size();
                    default -> 1;
                };
        return Cost.of(size, 1);
    }

    private List<Cost> all(List<CelExpr> parts, Map<String, Cost> names) {
        var costs = new ArrayList<Cost>();
        for (var part : parts) costs.add(of(part, names));
        return costs;
    }

    private static Cost list(List<Cost> entries) {
        double size = 1;
        double largest = 1;
        double work = 1;
        for (var entry : entries) {
            size += entry.size;
            largest = Math.max(largest, entry.size);
            work += entry.work;
        }
        return new Cost(size, entries.size(), largest, work);
    }

    private Cost map(CelExpr.CelMap map, Map<String, Cost> names) {
        var keys = list(all(map.entries().stream().map(it -> it.key()).toList(), names));
        var values = list(all(map.entries().stream().map(it -> it.value()).toList(), names));
        return new Cost(
                keys.size + values.size,
                keys.entries,
                Math.max(keys.entry, values.entry),
                keys.work + values.work);
    }

    private static Cost entry(Cost whole) {
        return Cost.of(whole.entry, whole.work + 1);
    }

    private Cost call(CelExpr.CelCall call, Map<String, Cost> names) {
        var parts = new ArrayList<Cost>();
        if (call.target().isPresent()) parts.add(of(call.target().get(), names));
        parts.addAll(all(call.args(), names));
        var all = list(parts);
        double work = all.work + all.size;
        return switch (call.function()) {
            case "_+_" -> joined(parts).after(work);
            case "_?_:_" -> either(parts.get(1), parts.get(2)).after(work);
            case "_[_]" -> Cost.of(parts.getFirst().entry, work);
            case "contains" -> Cost.of(1, work + product(parts));
            case "matches" ->
                    Cost.of(1, work + parts.getFirst().size * pattern(call.args().getLast()));
            default -> Cost.of(TRUTHS.contains(call.function()) ? 1 : all.size, work);
        };
    }

    private static Cost joined(List<Cost> parts) {
        double size = 0;
        double entries = 0;
        double largest = 1;
        for (var part : parts) {
            size += part.size;
            entries += part.entries;
            largest = Math.max(largest, part.entry);
        }
        return new Cost(size, entries, largest, 0);
    }

    private static Cost either(Cost one, Cost other) {
        return new Cost(
                Math.max(one.size, other.size),
                Math.max(one.entries, other.entries),
                Math.max(one.entry, other.entry),
                0);
    }

    private static double product(List<Cost> parts) {
        double product = 1;
        for (var part : parts) product *= Math.max(1, part.size);
        return product;
    }

    /// Only a counted repetition has more steps than twice its characters.
    private static double pattern(CelExpr expression) {
        if (expression.getKind() != CelExpr.ExprKind.Kind.CONSTANT) return PATTERN_MAX;
        var constant = expression.constant();
        if (constant.getKind() != CelConstant.Kind.STRING_VALUE) return 1; // the checker refuses
        var text = constant.stringValue();
        return text.contains("{") ? PATTERN_MAX : Math.min(PATTERN_MAX, 2 + 2 * text.length());
    }

    /// One round is counted without what the rounds before have gathered; all macros add to that at
    /// most once in a round.
    private Cost loop(CelExpr.CelComprehension loop, Map<String, Cost> names) {
        var range = of(loop.iterRange(), names);
        double rounds = Math.clamp(range.entries, 1, ROUNDS_MAX);
        var start = of(loop.accuInit(), names);
        var inner = new HashMap<>(names);
        inner.put(loop.iterVar(), Cost.of(range.entry, 1));
        inner.put(loop.accuVar(), new Cost(0, 0, 0, 1));
        var condition = of(loop.loopCondition(), inner);
        var step = of(loop.loopStep(), inner);
        inner.put(
                loop.accuVar(),
                new Cost(
                        start.size + rounds * step.size,
                        start.entries + rounds * step.entries,
                        Math.max(start.entry, step.entry),
                        1));
        var result = of(loop.result(), inner);
        return result.after(range.work + start.work + rounds * (condition.work + step.work));
    }
}
