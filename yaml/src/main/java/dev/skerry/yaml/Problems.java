package dev.skerry.yaml;

import dev.skerry.http.Problem;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// What is wrong with one file, gathered while it is read on.
final class Problems {
    static final int VALUE_CHARACTERS_MAX = 80;

    private final List<Problem> found = new ArrayList<>();

    /// @param rest of the sentence after the key: "should be …"
    void add(Node at, String key, String rest) {
        add(at, key, shown(at), key + " " + rest);
    }

    void add(Node at, String key, String value, String message) {
        add(new Problem(line(at), column(at), key, value, message));
    }

    void add(Problem problem) {
        if (found.size() < Yaml.PROBLEMS_MAX) found.add(problem);
    }

    /// Adds to the message of the problem that was found last.
    void extendLast(String hint) {
        if (found.size() == Yaml.PROBLEMS_MAX) return;
        var last = found.removeLast();
        var message = last.message() + hint;
        found.add(new Problem(last.line(), last.column(), last.key(), last.value(), message));
    }

    int count() {
        return found.size();
    }

    boolean none() {
        return found.isEmpty();
    }

    /// In the order of the file.
    List<Problem> all() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }

    /// What stands there, in words: `"text"`, `the number 5`, `a list`.
    static String words(Node node) {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar -> {
                var tag = scalar.getTag();
                if (tag.equals(Tag.STR)) yield '"' + shown(node) + '"';
                if (tag.equals(Tag.NULL)) yield "nothing";
                if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) yield "the number " + shown(node);
                if (tag.equals(Tag.BOOL)) yield shown(node);
                yield "a value with the tag " + Text.fit(tag.getValue(), VALUE_CHARACTERS_MAX);
            }
            default -> shown(node);
        };
    }

    /// From 1; 0 when the node has no place.
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /// From 1; 0 when the node has no place.
    static int column(Node node) {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }

    static String shown(Node node) {
        if (!(node instanceof ScalarNode scalar)) return "";
        return Text.fit(scalar.getValue(), VALUE_CHARACTERS_MAX);
    }
}
