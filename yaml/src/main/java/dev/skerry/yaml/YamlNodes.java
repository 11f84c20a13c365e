package dev.skerry.yaml;

import dev.skerry.http.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Bytes to YAML 1.2 nodes with their places in the file. JSON is YAML too.
///
/// Everything is bounded before it is built: the bytes, the depth, the nodes and the aliases, and
/// what the file would be with its aliases written out.
final class YamlNodes {
    private static final String WRITTEN_OUT = " when its aliases (*name) are written out";

    private YamlNodes() {}

    /// The only document of the file; null when there is none or it is wrong.
    ///
    /// @param kind what the document should be, as `job`
    static @Nullable Node read(byte[] bytes, Wording wording, String kind, Problems problems) {
        if (bytes.length > Yaml.BYTES_MAX) {
            problems.add(
                    file(
                            0,
                            0,
                            "the file has %,d bytes; at most %,d are allowed"
                                    .formatted(bytes.length, Yaml.BYTES_MAX)));
            return null;
        }
        try {
            var text = text(bytes);
            var settings = Merges.settings(wording.file(), text.length() + 1);
            if (!bounded(new Parse(settings).parseString(text), problems)) return null;
            var root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(file(1, 1, "the file is empty; a %s is expected".formatted(kind)));
                return null;
            }
            if (!finite(root.get(), problems)) return null;
            if (!Merges.writtenOut(root.get(), problems)) return null;
            return root.get();
        } catch (CharacterCodingException e) {
            problems.add(file(1, 1, "the file is not UTF-8 text"));
        } catch (MarkedYamlEngineException e) {
            problems.add(syntax(wording, kind, e));
        } catch (YamlEngineException e) {
            problems.add(file(1, 1, wording.notLanguage(firstLine(e.getMessage()))));
        }
        return null;
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /// Looks at the events only: nothing is built, and no call nests.
    private static boolean bounded(Iterable<Event> events, Problems problems) {
        int depth = 0;
        int nodes = 0;
        int aliases = 0;
        for (var event : events) {
            if (event instanceof CollectionStartEvent) depth++;
            if (event instanceof CollectionEndEvent) depth--;
            if (event instanceof NodeEvent) nodes++;
            if (event instanceof AliasEvent) aliases++;
            var wrong = tooMuch(depth, nodes, aliases);
            if (saysMerge(event)) wrong = "the file has the tag !!merge; write << without it";
            if (wrong != null) {
                problems.add(at(event.getStartMark(), wrong));
                return false;
            }
        }
        return true;
    }

    /// The library would follow it without a bound, see [Merges].
    private static boolean saysMerge(Event event) {
        var tag =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag();
                    case CollectionStartEvent collection -> collection.getTag();
                    default -> Optional.<String>empty();
                };
        return tag.filter(Tag.MERGE.getValue()::equals).isPresent();
    }

    private static @Nullable String tooMuch(int depth, int nodes, int aliases) {
        if (depth > Yaml.DEPTH_MAX)
            return "the file nests more than %,d levels deep".formatted(Yaml.DEPTH_MAX);
        if (nodes > Yaml.NODES_MAX)
            return "the file has more than %,d values".formatted(Yaml.NODES_MAX);
        if (aliases > Yaml.ALIASES_MAX)
            return "the file has more than %,d aliases (*name)".formatted(Yaml.ALIASES_MAX);
        return null;
    }

    /// How deep a node is when its aliases are written out.
    private record Level(Node node, int depth) {
        Level within(Node child) {
            return new Level(child, depth + 1);
        }
    }

    /// A few aliases of aliases stand for more than any machine holds, and one of itself for
    /// everything; whoever keeps what the file says keeps all of it.
    private static boolean finite(Node root, Problems problems) {
        var left = new ArrayDeque<Level>(List.of(new Level(root, 0)));
        long size = 0;
        while (!left.isEmpty()) {
            var level = left.pop();
            switch (level.node) {
                case ScalarNode scalar -> size += scalar.getValue().length();
                case SequenceNode sequence ->
                        sequence.getValue().forEach(each -> left.push(level.within(each)));
                case MappingNode mapping ->
                        mapping.getValue()
                                .forEach(entry -> {
                                    left.push(level.within(entry.getKeyNode()));
                                    left.push(level.within(entry.getValueNode()));
                                });
                default -> {}
            }
            size++;
            var wrong = tooMuch(level.depth, size + left.size());
            if (wrong == null) continue;
            boolean deep = level.depth > Yaml.DEPTH_MAX;
            var place = deep ? level.node.getStartMark() : Optional.<Mark>empty();
            problems.add(at(place, wrong + WRITTEN_OUT));
            return false;
        }
        return true;
    }

    private static @Nullable String tooMuch(int depth, long size) {
        if (depth > Yaml.DEPTH_MAX)
            return "the file nests more than %,d levels deep".formatted(Yaml.DEPTH_MAX);
        if (size > Yaml.WRITTEN_OUT_MAX)
            return "the file has more than %,d characters".formatted(Yaml.WRITTEN_OUT_MAX);
        return null;
    }

    private static Problem syntax(Wording wording, String kind, MarkedYamlEngineException e) {
        var what = e.getProblem() == null ? "" : firstLine(e.getProblem());
        if (what.contains("another document") || what.contains("but found another"))
            return at(
                    e.getProblemMark(),
                    "the file has a second document; one %s is expected".formatted(kind));
        return at(e.getProblemMark(), wording.syntax(firstLine(e.getContext()), what));
    }

    private static Problem at(Optional<Mark> mark, String message) {
        int line = mark.map(it -> it.getLine() + 1).orElse(1);
        int column = mark.map(it -> it.getColumn() + 1).orElse(1);
        return file(line, column, message);
    }

    private static Problem file(int line, int column, String message) {
        return new Problem(line, column, "", "", message);
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
