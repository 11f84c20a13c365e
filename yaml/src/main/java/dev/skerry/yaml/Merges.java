package dev.skerry.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// What `<<: *name` and `<<: [*name, *other]` bring into a mapping: the entries that it does not
/// have itself, of two with the same key the first.
///
/// The library's own way to do it has no end where mappings merge each other, and no bound
/// elsewhere; so it is told that `<<` is a key like others ([Schema]), and this is done when the
/// file is known to be finite.
final class Merges {
    /// Entries brought by all the merges of a file together.
    private static final int ENTRIES_MAX = Yaml.NODES_MAX;

    private static final String KEY = "<<";

    /// YAML's words for numbers, truths and nothing, but not for merges.
    private static final class Schema extends CoreSchema {
        @Override
        public ScalarResolver getScalarResolver() {
            return new CoreScalarResolver(false);
        }
    }

    private final Problems problems;
    private final Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private int brought;

    private Merges(Problems problems) {
        this.problems = problems;
    }

    static LoadSettings settings(String fileName, int charactersMax) {
        return LoadSettings.builder()
                .setLabel(fileName)
                .setCodePointLimit(Yaml.BYTES_MAX)
                .setMaxAliasesForCollections(Yaml.ALIASES_MAX)
                .setBufferSize(charactersMax) // more buffers would be copied into each other
                .setSchema(new Schema())
                .build();
    }

    /// Writes the merges of a file out; its nodes nest within a bound, through aliases as well.
    static boolean writtenOut(Node root, Problems problems) {
        return new Merges(problems).in(root);
    }

    private boolean in(Node node) {
        if (!done.add(node)) return true;
        return switch (node) {
            case SequenceNode sequence -> sequence.getValue().stream().allMatch(this::in);
            case MappingNode mapping -> in(mapping);
            default -> true;
        };
    }

    private boolean in(MappingNode mapping) {
        var merges = new ArrayList<NodeTuple>();
        var entries = new ArrayList<NodeTuple>();
        var keys = new HashSet<String>();
        for (var entry : mapping.getValue()) {
            if (!in(entry.getKeyNode()) || !in(entry.getValueNode())) return false;
            (isMerge(entry.getKeyNode()) ? merges : entries).add(entry);
            if (entry.getKeyNode() instanceof ScalarNode key) keys.add(key.getValue());
        }
        if (merges.isEmpty()) return true;
        if (merges.size() > 1)
            return wrong(merges.get(1).getKeyNode(), "is there twice; write <<: [*name, *other]");
        for (var from : sources(merges.getFirst().getValueNode()))
            if (!merge(from, entries, keys)) return false;
        mapping.setValue(entries);
        return true;
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getValue().equals(KEY)
                && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    private static List<Node> sources(Node value) {
        return value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
    }

    private boolean merge(Node from, List<NodeTuple> entries, Set<String> keys) {
        if (!(from instanceof MappingNode mapping))
            return wrong(
                    from,
                    "should be a mapping or a list of mappings, as <<: *name, not "
                            + Problems.words(from));
        for (var entry : mapping.getValue()) {
            if (++brought > ENTRIES_MAX)
                return wrong(from, "brings more than %,d entries".formatted(ENTRIES_MAX));
            if (!(entry.getKeyNode() instanceof ScalarNode key) || keys.add(key.getValue()))
                entries.add(entry);
        }
        return true;
    }

    private boolean wrong(Node at, String rest) {
        problems.add(at, KEY, rest);
        return false;
    }
}
