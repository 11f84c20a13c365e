package dev.skerry.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.json.SealedNames;
import dev.skerry.kernel.Form;
import io.avaje.json.mapper.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What builds before this one have written, in logs, saved states and journals, is read as it was
/// meant. The lines below `resources` never change; a new kind adds one, by
/// `-Dskerry.rewrite=true`, and a field that is new stays out of the old ones.
final class GoldenFactsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Path FILES =
            Path.of("src/test/resources/dev/skerry/cluster/codec").toAbsolutePath();

    @Test
    void factsOfTheLog() throws Exception {
        hold(
                "facts.golden",
                ClusterFact.class,
                ServerNames.CLUSTER_FACTS,
                ServerCodec.CLUSTER_FACT);
    }

    @Test
    void factsOfTheJournal() throws Exception {
        hold("node-facts.golden", NodeFact.class, NodeNames.NODE_FACTS, Codec.NODE_FACT);
    }

    @Test
    void recordsOfSavedStates() throws Exception {
        hold(
                "saved.golden",
                SavedRecord.class,
                ServerNames.SAVED,
                ServerCodec.of(SavedRecord.class));
    }

    private static <T> void hold(String name, Class<T> of, SealedNames<T> names, Form<T> form)
            throws Exception {
        var file = FILES.resolve(name);
        var samples = samples(of, names, form);
        if (Boolean.getBoolean("skerry.rewrite")) add(samples, file);
        var lines = Files.readAllLines(file);
        for (var line : lines) {
            var read = form.decode(line.getBytes(StandardCharsets.UTF_8));
            var again = new String(form.encode(read), StandardCharsets.UTF_8);
            assertEquals(read, form.decode(again.getBytes(StandardCharsets.UTF_8)), line);
            assertTrue(includes(JSON.fromJson(again), JSON.fromJson(line)), line + "\n" + again);
        }
        for (var sample : samples)
            assertEquals(
                    1, lines.stream().filter(it -> kind(it).equals(kind(sample))).count(), sample);
    }

    private static <T> List<String> samples(Class<T> of, SealedNames<T> names, Form<T> form) {
        return StreamSupport.stream(names.all().spliterator(), false)
                .map(type -> form.encode(of.cast(Sample.of(type))))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .sorted()
                .toList();
    }

    private static void add(List<String> samples, Path file) throws Exception {
        var lines =
                new ArrayList<String>(Files.exists(file) ? Files.readAllLines(file) : List.of());
        for (var sample : samples)
            if (lines.stream().noneMatch(it -> kind(it).equals(kind(sample)))) lines.add(sample);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    /// The only key.
    private static String kind(String line) {
        return line.substring(0, line.indexOf(':'));
    }

    /// Whether all that is in the one is in the other, which may have fields that a later build has
    /// added.
    private static boolean includes(@Nullable Object all, @Nullable Object part) {
        if (part instanceof Map<?, ?> fields)
            return all instanceof Map<?, ?> more
                    && fields.entrySet().stream()
                            .allMatch(it -> includes(more.get(it.getKey()), it.getValue()));
        if (!(part instanceof List<?> elements)) return Objects.equals(all, part);
        if (!(all instanceof List<?> more) || more.size() != elements.size()) return false;
        for (int i = 0; i < more.size(); i++)
            if (!includes(more.get(i), elements.get(i))) return false;
        return true;
    }
}
