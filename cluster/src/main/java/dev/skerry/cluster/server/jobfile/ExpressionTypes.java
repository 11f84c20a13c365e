package dev.skerry.cluster.server.jobfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The names that the language of expressions has for kinds of values and for its signs, as people
/// say them.
final class ExpressionTypes {
    /// How functions are written right, by their names.
    static final Map<String, String> EXAMPLES = new LinkedHashMap<>();

    private static final Map<String, String> SIGNS =
            Map.of("!_", "!", "-_", "-", "@in", "in", "_in_", "in", "in", "in", "_[_]", "[]");

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("string", "text"),
                    Map.entry("int", "a whole number"),
                    Map.entry("uint", "a whole number"),
                    Map.entry("double", "a number"),
                    Map.entry("bool", "true or false"),
                    Map.entry("bytes", "bytes"),
                    Map.entry("null_type", "null"),
                    Map.entry("dyn", "anything"),
                    Map.entry("Version", "a version"));

    static {
        EXAMPLES.put("startsWith", "node.name.startsWith('badge-')");
        EXAMPLES.put("endsWith", "node.name.endsWith('-7')");
        EXAMPLES.put("contains", "node.os.kernel.contains('rpi')");
        EXAMPLES.put("matches", "node.name.matches('badge-[0-9]+')");
        EXAMPLES.put("version", "version(node.os.version).atLeast('12')");
        EXAMPLES.put("atLeast", "version(node.os.version).atLeast('12')");
        EXAMPLES.put("below", "version(node.os.kernel).below('6.6')");
        EXAMPLES.put("same", "version(node.java.version).same('25.0.3')");
    }

    private ExpressionTypes() {}

    /// `a whole number`, for `int`.
    static String word(String type) {
        var known = WORDS.get(type);
        if (known != null) return known;
        if (type.startsWith("list(")) return "a list";
        if (type.startsWith("map(")) return "a map";
        return isPart(type) ? "a part with fields of its own" : type;
    }

    /// A part of the node, such as `Os`.
    static boolean isPart(String type) {
        return !type.isEmpty() && Character.isUpperCase(type.charAt(0)) && !WORDS.containsKey(type);
    }

    /// The sign that a function is written as; empty: it is written by its name.
    static String sign(String function) {
        var known = SIGNS.get(function);
        if (known != null) return known;
        int last = function.length() - 1;
        boolean between = last > 1 && function.charAt(0) == '_' && function.charAt(last) == '_';
        return between ? function.substring(1, last) : "";
    }

    /// The types in `(string, int)` or `string.(int)`.
    static List<String> list(String applied) {
        var all = new ArrayList<String>();
        if (!applied.endsWith(")")) return all;
        int open = applied.startsWith("(") ? 0 : applied.indexOf(".(") + 1;
        if (open > 1) all.add(applied.substring(0, open - 1));
        var inner = applied.substring(open + 1, Math.max(open + 1, applied.length() - 1));
        int depth = 0;
        var type = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '(') depth++;
            if (c == ')') depth--;
            if (c == ',' && depth == 0) {
                all.add(type.toString().strip());
                type.setLength(0);
            } else {
                type.append(c);
            }
        }
        if (!type.isEmpty()) all.add(type.toString().strip());
        return all;
    }
}
