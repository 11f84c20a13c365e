package dev.skerry.yaml;

import dev.skerry.kernel.Check;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A mapping with known keys; those that are not known are reported when it is made.
public final class Mapping {
    private final Problems problems;
    private final String path;
    private final Node around;
    private final Keys keys;
    private final Map<String, Value> values;

    private Mapping(
            Problems problems, String path, Node around, Keys keys, Map<String, Value> values) {
        this.problems = problems;
        this.path = path;
        this.around = around;
        this.keys = keys;
        this.values = values;
    }

    static Mapping of(Problems problems, String path, MappingNode node, Keys keys) {
        var values = entries(problems, path, node);
        for (var entry : values.entrySet()) {
            if (keys.names().contains(entry.getKey())) continue;
            var at = entry.getValue().around();
            var name = Problems.shown(at);
            var hint = NearWords.hint(name, keys.names());
            if (hint.isEmpty()) hint = "; its keys are " + String.join(", ", keys.names());
            problems.add(
                    at,
                    join(path, name),
                    name,
                    "\"%s\" is not a key of %s%s".formatted(name, keys.oneOf(), hint));
        }
        return new Mapping(problems, path, node, keys, values);
    }

    static Mapping absent(Problems problems, String path, Node around, Keys keys) {
        return new Mapping(problems, path, around, keys, Map.of());
    }

    /// The entries by key, where each key is text and stands once.
    static Map<String, Value> entries(Problems problems, String path, MappingNode node) {
        var values = new LinkedHashMap<String, Value>();
        for (var tuple : node.getValue()) {
            var key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                problems.add(key, path, "has " + Problems.words(key) + " as a key; keys are text");
                continue;
            }
            var name = scalar.getValue();
            var before = values.get(name);
            var value = new Value(problems, join(path, name), tuple.getValueNode(), key);
            if (before == null) values.put(name, value);
            else
                problems.add(
                        key,
                        value.path(),
                        name,
                        "%s is there twice; the first is in line %d"
                                .formatted(value.path(), Problems.line(before.around())));
        }
        return values;
    }

    /// What stands behind one of the known keys, or does not.
    public Value value(String key) {
        Check.check(keys.names().contains(key), "only known keys are read: " + key);
        var value = values.get(key);
        return value == null ? new Value(problems, join(path, key), null, around) : value;
    }

    /// What such a mapping is, in messages.
    public String kind() {
        return keys.kind();
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /// Whether the whole file is right so far: what was read of it can be judged as one.
    public boolean nothingWrong() {
        return problems.none();
    }

    /// Reports what is wrong with the mapping as one.
    ///
    /// @param sentence a whole one
    public void wrong(String sentence) {
        problems.add(around, path, "", sentence);
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
