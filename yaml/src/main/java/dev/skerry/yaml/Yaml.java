package dev.skerry.yaml;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a file that people write, in YAML 1.2 or JSON; how, says the package by an example.
public final class Yaml {
    public static final int BYTES_MAX = 1024 * 1024;
    public static final int DEPTH_MAX = 50;
    public static final int NODES_MAX = 50_000;
    public static final int ALIASES_MAX = 200;

    /// Values, and characters in them, with every alias written out.
    public static final int WRITTEN_OUT_MAX = 2 * BYTES_MAX;

    /// Of one file; those that are found after them are not said.
    public static final int PROBLEMS_MAX = 50;

    private Yaml() {}

    /// Reads the one document of a file, which is a mapping.
    ///
    /// @param bytes UTF-8, at most [#BYTES_MAX]
    /// @param wording how the text is spoken of in messages
    /// @param keys of the document; their kind is in messages: `a job is expected`
    /// @param reader makes a value of the document; of a wrong file, it is dropped
    public static <T> FileReading<T> read(
            byte[] bytes, Wording wording, Keys keys, Function<Mapping, T> reader) {
        var problems = new Problems();
        var root = YamlNodes.read(bytes, wording, keys.kind(), problems);
        var document = root == null ? null : document(root, keys, problems);
        if (document != null) {
            var value = reader.apply(document);
            if (problems.none()) return new FileReading.Parsed<>(value);
        }
        return new FileReading.Wrong<>(wording.said(problems.all()));
    }

    private static @Nullable Mapping document(Node root, Keys keys, Problems problems) {
        if (root instanceof MappingNode mapping) return Mapping.of(problems, "", mapping, keys);
        problems.add(
                root,
                "",
                Problems.shown(root),
                "the file should be a mapping with the keys %s, not %s"
                        .formatted(String.join(", ", keys.names()), Problems.words(root)));
        return null;
    }
}
