package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The published schema and the parser say the same.
class SchemaTest {
    static final Path ROOT = Path.of(System.getProperty("skerry.root", ".."));

    private static String schema() throws IOException {
        return Files.readString(ROOT.resolve("docs/api/job.schema.json"));
    }

    @Test
    void theSchemaKnowsTheKeysThatTheParserKnows() throws Exception {
        var schema = (Map<?, ?>) load(schema());
        var kinds = map(schema, "$defs");
        for (var keys : JobFileKeys.ALL) {
            var kind = keys.kind().equals("job") ? schema : map(kinds, keys.kind());
            assertEquals(
                    new TreeSet<>(keys.names()) + "",
                    new TreeSet<>(map(kind, "properties").keySet()) + "",
                    keys.kind());
            assertEquals(false, kind.get("additionalProperties"), keys.kind());
        }
        var known = new TreeSet<>(JobFileKeys.ALL.stream().map(Keys::kind).toList());
        for (var kind : kinds.entrySet())
            if (((Map<?, ?>) kind.getValue()).containsKey("properties"))
                assertEquals(true, known.contains(kind.getKey() + ""), kind.getKey() + "");
    }

    /// The keys of a driver stand in the task itself: a branch says which.
    @Test
    void eachDriverHasABranchWithItsKeys() throws Exception {
        var kinds = map((Map<?, ?>) load(schema()), "$defs");
        var branches = new TreeSet<String>();
        for (var branch : list(map(kinds, "run"), "allOf")) branches.add(branch + "");
        for (var driver : RunReader.DRIVERS.keySet()) {
            var keys =
                    JobFileKeys.RUNS.stream()
                            .filter(it -> it.kind().equals(driver + "Run"))
                            .findFirst()
                            .orElseThrow();
            var all = new TreeSet<>(TaskReader.COMMON);
            all.addAll(keys.names());
            all.addAll(JobFileKeys.FITS); // a variant has the same branches
            var names = map(map(kinds, keys.kind()), "propertyNames");
            assertEquals(all, new TreeSet<>(list(names, "enum")), driver);
            assertEquals(
                    1,
                    branches.stream()
                            .filter(it -> it.contains("const=" + driver + "}"))
                            .filter(it -> it.contains("#/$defs/" + keys.kind() + "}"))
                            .count(),
                    branches + "");
        }
        assertEquals(RunReader.DRIVERS.size(), branches.size());
        assertEquals(Map.of("$ref", "#/$defs/run"), map(kinds, "task").get("else"));
        assertEquals("#/$defs/run", map(kinds, "variant").get("$ref"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: x",
                "driver: exec, command: x, confine: [files]",
                "command: x, confine: all",
                "driver: java, jar: x, confine: none",
                "driver: rawExec, command: x, user: a",
                "driver: java, jar: x, java: '>=21'",
                "driver: java, main: a.B, classPath: [x], confine: []",
                "driver: wasm, module: x, folders: [local/a], listen: [main], deadline: 5s",
                "driver: container, image: x, workDir: /a, readOnly: true",
                "variants: [{arch: arm64, libc: musl, command: x}, {driver: java, jar: y}]"
            })
    void whatIsRunByADriverFits(String task) throws Exception {
        assertInstanceOf(FileReading.Parsed.class, RunReaderTest.read(task), task);
        fits(RunReaderTest.text(task), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpuMax: 1GHz",
                "driver: podman, command: x",
                "driver: java",
                "driver: java, command: x",
                "driver: java, jar: x, main: a.B, classPath: [x]",
                "driver: java, main: a.B",
                "driver: java, jar: x, java: 21",
                "command: x, jar: y",
                "command: x, confine: [file]",
                "command: x, confine: some",
                "command: x, confine: true",
                "driver: rawExec, command: x, confine: [files]",
                "driver: wasm, module: x, folders: [../a]",
                "driver: wasm, module: x, user: a",
                "driver: container, image: x, workDir: a",
                "variants: []",
                "variants: [{}]",
                "variants: [{arch: aarch64, command: x}]",
                "variants: [{libc: muscle, command: x}]",
                "variants: [{cpu: ARMv7, command: x}]",
                "variants: [{command: x}], command: y",
                "variants: [{command: x}], driver: exec",
                "variants: [{command: x, cpuMax: 1GHz}]",
                "command: x, arch: arm64"
            })
    void whatNoDriverRunsBothRefuse(String task) throws Exception {
        assertInstanceOf(FileReading.Wrong.class, RunReaderTest.read(task), task);
        fits(RunReaderTest.text(task), false);
    }

    private static List<?> list(Map<?, ?> of, String key) {
        if (of.get(key) instanceof List<?> list) return list;
        throw new AssertionError("the schema has no list " + key);
    }

    private static Map<?, ?> map(Map<?, ?> of, String key) {
        if (of.get(key) instanceof Map<?, ?> map) return map;
        throw new AssertionError("the schema has no " + key);
    }

    @Test
    void everythingIsDescribed() throws Exception {
        var missing = new ArrayList<String>();
        undescribed(load(schema()), "", missing);
        assertEquals("[]", missing + "");
    }

    private static void undescribed(Object node, String path, List<String> missing) {
        if (!(node instanceof Map<?, ?> map)) return;
        if (map.get("properties") instanceof Map<?, ?> properties && !path.contains("oneOf")) {
            for (var property : properties.entrySet()) {
                var value = (Map<?, ?>) property.getValue();
                if (!value.containsKey("description") && !value.containsKey("$ref"))
                    missing.add(path + "/" + property.getKey());
            }
        }
        for (var entry : map.entrySet())
            undescribed(entry.getValue(), path + "/" + entry.getKey(), missing);
    }

    @Test
    void examplesFit() throws Exception {
        fits(JobFileTest.EVERYTHING, true);
        fits(JobFileTest.BADGE, true);
        var badge = Files.readString(ROOT.resolve("examples/badge/badge.yaml"));
        fits(badge, true);
        assertInstanceOf(
                FileReading.Parsed.class,
                JobFile.parse(badge.getBytes(UTF_8), "badge.yaml", new CelExpressions()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "job: a",
                "groups: {}",
                "job: A\ngroups: {g: {tasks: {t: {command: x}}}}",
                "job: a\npriority: 101\ngroups: {g: {tasks: {t: {command: x}}}}",
                "job: a\ngroups: {g: {count: -1, tasks: {t: {command: x}}}}",
                "job: a\ngroups: {g: {tasks: {t: {command: x, env: {A: 1}}}}}",
                "job: a\ngroups: {g: {tasks: {t: {command: x, resources: {memory: 5}}}}}",
                "job: a\ngroups: {g: {tasks: {t: {command: x, resources: {memory: 5M}}}}}",
                "job: a\ngroups: {g: {disconnect: {lostAfter: 4}, tasks: {t: {command: x}}}}",
                "job: a\ngroups: {g: {tasks: {t: {command: x, checks: [{type: udp}]}}}}",
                "job: a\ngroups: {g: {tasks: {t: {command: x, checks: [{type: tcp}]}}}}",
                "job: a\ngroups: {g: {restart: {delay: 999ms}, tasks: {t: {command: x}}}}",
                "job: a\ngroups: {g: {reschedule: {delay: 0s}, tasks: {t: {command: x}}}}",
                "job: a\ngroups: {g: {reschedule: {delay: 999ms}, tasks: {t: {command: x}}}}",
                "job: a\ngroups: {g: {ports: {A: {}}, tasks: {t: {command: x}}}}",
                "job: a\nunknown: 1\ngroups: {g: {tasks: {t: {command: x}}}}",
            })
    void whatTheParserRefusesTheSchemaRefuses(String file) throws Exception {
        assertInstanceOf(
                FileReading.Wrong.class,
                JobFile.parse(file.getBytes(UTF_8), "job.yaml", ExpressionCheck.NONE));
        fits(file, false);
    }

    private static void fits(String file, boolean expected) throws IOException {
        var result =
                new ValidatorFactory()
                        .withJsonNodeFactory(new SnakeYamlNode.Factory())
                        .validate(schema(), file);
        assertEquals(expected, result.isValid(), () -> file + result.getErrors());
    }

    private static Object load(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }
}
