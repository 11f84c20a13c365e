package dev.skerry.cluster.server.jobfile;

import dev.cel.common.CelIssue;
import dev.skerry.cluster.server.jobfile.ExpressionCheck.Fault;
import dev.skerry.cluster.server.jobfile.ExpressionCheck.Gives;
import dev.skerry.yaml.NearWords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is wrong with an expression, in words of people who write job files: which piece of it, and
/// what would be right. The language has words of its own for it, which name its grammar.
public final class ExpressionWords {
    /// Functions that people look for by other names, beside those of [#EXAMPLES].
    private static final List<String> FUNCTIONS =
            List.of("has", "size", "int", "double", "string", "exists", "all", "map", "filter");

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(.*?)'.*");
    private static final Pattern UNDEFINED = Pattern.compile("undefined field '(.*?)'.*");
    private static final Pattern EXPECTED =
            Pattern.compile("expected type '(.*)' but found '(.*)'");
    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '(.*?)' applied to '(.*?)'.*");
    private static final Pattern SELECTION =
            Pattern.compile("type '(.*)' does not support field selection");
    private static final Pattern RANGE =
            Pattern.compile("expression of type '(.*)' cannot be (?:the )?range of .*");
    private static final Pattern BEFORE =
            Pattern.compile("(?:[\\w.]|\\[[^\\[\\]]*\\])+\\s*$|'[^']*'\\s*$|\"[^\"]*\"\\s*$");
    private static final Pattern HAS = Pattern.compile("invalid argument to has\\(\\) macro");

    private final String expression;
    private final Gives gives;
    private final Function<String, ? extends Collection<String>> fields;
    private final int line;

    /// From 0.
    private final int column;

    private ExpressionWords(
            String expression,
            Gives gives,
            Function<String, ? extends Collection<String>> fields,
            int line,
            int column) {
        this.expression = expression;
        this.gives = gives;
        this.fields = fields;
        this.line = line;
        this.column = column;
    }

    /// @param issue what the language says
    /// @param fields of what a path such as `node.power` leads to
    public static Fault of(
            CelIssue issue,
            String expression,
            Gives gives,
            Function<String, ? extends Collection<String>> fields) {
        var place = issue.getSourceLocation();
        int line = Math.max(1, place.getLine());
        int column = Math.max(0, place.getColumn());
        var message = issue.getMessage().lines().findFirst().orElse("");
        var words = new ExpressionWords(expression, gives, fields, line, column);
        var said = words.meaning(message);
        if (said != null) return new Fault(line, column + 1, said);
        return ExpressionGrammar.fault(expression, line, column, message);
    }

    /// Of what is well-formed and means nothing; null: it is not well-formed.
    private @Nullable String meaning(String message) {
        var found = match(UNDEFINED, message);
        if (found != null) return undefined(found.group(1));
        found = match(UNDECLARED, message);
        if (found != null) return undeclared(found.group(1));
        found = match(EXPECTED, message);
        if (found != null) return expected(found.group(1), found.group(2));
        found = match(OVERLOAD, message);
        if (found != null) return overload(found.group(1), found.group(2));
        found = match(SELECTION, message);
        if (found != null) return selection(found.group(1));
        found = match(RANGE, message);
        if (found != null)
            return "it looks into "
                    + ExpressionTypes.word(found.group(1))
                    + "; it should be a list, as node.devices.exists(d, d.type == \"display\")";
        if (match(HAS, message) != null)
            return "has(…) asks whether there is a field, as has(node.meta.site)";
        return null;
    }

    private static @Nullable MatchResult match(Pattern pattern, String message) {
        var matcher = pattern.matcher(message);
        return matcher.matches() ? matcher.toMatchResult() : null;
    }

    private String undefined(String field) {
        var owner = before();
        var hint = NearWords.hint(field, fields.apply(owner));
        if (hint.isEmpty()) hint = "; there is " + String.join(", ", fields.apply(owner));
        return quoted(field) + " is not a field of " + (owner.isEmpty() ? "it" : owner) + hint;
    }

    private String undeclared(String name) {
        if (Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(").matcher(expression).find())
            return function(name);
        if (NearWords.nearest(name, List.of("node")) != null)
            return quoted(name) + " is not known; did you mean \"node\"?";
        if (NearWords.nearest(name, List.of("true", "false")) != null)
            return quoted(name) + " is not known" + NearWords.hint(name, List.of("true", "false"));
        var field = NearWords.nearest(name, fields.apply("node"));
        if (field != null)
            return quoted(name) + " is not known; did you mean \"node." + field + "\"?";
        return ("%s is not known; text stands in quotes, as '%s', and what a node has begins with"
                        + " node.")
                .formatted(quoted(name), name);
    }

    private static String function(String name) {
        var known = new ArrayList<>(FUNCTIONS);
        known.addAll(ExpressionTypes.EXAMPLES.keySet());
        var hint = NearWords.hint(name, known);
        if (hint.isEmpty()) hint = "; there is " + String.join(", ", known);
        return quoted(name) + " is not a function" + hint;
    }

    private String expected(String wanted, String found) {
        var example =
                switch (gives) {
                    case TRUTH -> ", as node.arch == \"arm64\"";
                    case TEXT -> ", as node.meta.site";
                    case VALUE -> "";
                };
        return "it gives %s; it should give %s%s"
                .formatted(ExpressionTypes.word(found), ExpressionTypes.word(wanted), example);
    }

    private String selection(String type) {
        var owner = before();
        return "%s is %s and has no fields"
                .formatted(owner.isEmpty() ? "it" : owner, ExpressionTypes.word(type));
    }

    private String overload(String function, String applied) {
        var types = ExpressionTypes.list(applied);
        var sign = ExpressionTypes.sign(function);
        if (sign.isEmpty() || types.isEmpty()) return call(function, types);
        var left = types.size() == 2 ? part(before(), types.getFirst()) : "";
        var right = part(behind(sign), types.getLast());
        return switch (sign) {
            case "!" -> "! turns true into false; %s stands behind it".formatted(right);
            case "&&", "||" -> between(sign, types, left, right);
            case "in" ->
                    "in looks for something in a list, as 'exec' in node.drivers; %s in %s is none"
                            .formatted(left, right);
            case "[]" -> "[ ] takes one of a list or of a map; %s is none".formatted(left);
            case "==", "!=", "<", "<=", ">", ">=" ->
                    "%s compares two of one kind; here are %s and %s%s"
                            .formatted(sign, left, right, sameKind(types));
            default -> "%s does not go with %s".formatted(sign, both(left, right));
        };
    }

    private static String both(String left, String right) {
        return left.isEmpty() ? right : left + " and " + right;
    }

    private static String between(String sign, List<String> types, String left, String right) {
        boolean first = !types.getFirst().equals("bool");
        return "%s stands between two of true or false; here is %s"
                .formatted(sign, first ? left : right);
    }

    /// What would make one kind of both.
    private String sameKind(List<String> types) {
        var fields = fieldsOf(types);
        if (!fields.isEmpty()) return "; take one of its fields: " + fields;
        boolean list = types.stream().anyMatch(type -> type.startsWith("list("));
        if (list) return "; to look for something in a list, write 'exec' in node.drivers";
        if (!types.contains("string")) return "";
        return types.contains("bool")
                ? "; true and false stand without quotes"
                : "; numbers stand without quotes, text in quotes";
    }

    private String fieldsOf(List<String> types) {
        boolean part = types.stream().anyMatch(ExpressionTypes::isPart);
        return part ? String.join(", ", fields.apply(before())) : "";
    }

    private static String call(String function, List<String> types) {
        var words = types.stream().map(ExpressionTypes::word).toList();
        var example = ExpressionTypes.EXAMPLES.get(function);
        return "%s does not go with %s%s"
                .formatted(
                        quoted(function),
                        words.isEmpty() ? "nothing" : String.join(" and ", words),
                        example == null ? "" : "; it should be as in " + example);
    }

    /// `node.arch (text)`; only what kind it is, where the piece cannot be told.
    private static String part(String piece, String type) {
        var word = ExpressionTypes.word(type);
        return piece.isEmpty() ? word : piece + " (" + word + ")";
    }

    private String text() {
        return expression.lines().skip(line - 1L).findFirst().orElse("");
    }

    /// The path, number or text that ends where the fault is: `node.power` before `.chrage`.
    private String before() {
        var text = text();
        var head = text.substring(0, Math.min(column, text.length()));
        var found = BEFORE.matcher(head);
        return found.find() ? found.group().strip() : "";
    }

    private String behind(String sign) {
        var text = text();
        int from = Math.min(column + sign.length(), text.length());
        var found = Pattern.compile("\\s*([\\w.]+|'[^']*'|\"[^\"]*\")(?![\\w.(\\[])");
        var matcher = found.matcher(text.substring(from));
        return matcher.lookingAt() ? matcher.group(1) : "";
    }

    private static String quoted(String word) {
        return "\"" + word + "\"";
    }
}
