package dev.skerry.yaml;

import static dev.skerry.yaml.MenuFile.problems;
import static dev.skerry.yaml.MenuFile.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of a file that is wrong whatever it should be, to the letter.
class WrongYamlTest {
    static final String ENDLESS =
            "the file nests more than 50 levels deep when its aliases (*name) are written out";
    static final String WRITTEN_OUT =
            "menu.yaml:1:1: the file has more than 2,097,152 characters when its aliases (*name)"
                    + " are written out";

    private static final long WORK_NS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

    @Test
    void keysThatAreThereTwice() {
        says(
                "menu.yaml:3:1: menu is there twice; the first is in line 1",
                "menu: a\ndishes: {}\nmenu: b");
    }

    @Test
    void whatIsNotYaml() {
        says(
                "menu.yaml:2:1: the file is not YAML: while scanning for the next token: found"
                        + " character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB)"
                        + " for indentation)",
                "menu: a\n\tdishes: {}");
        says(
                "menu.yaml:2:1: the file is not YAML: while parsing a flow mapping: expected ',' or"
                        + " '}', but got <stream end>",
                "dishes: {a: b\n");
        says("menu.yaml:1:1: the file is not YAML: found undefined alias x", "*x");
        assertEquals("menu.yaml:1:1: the file is not UTF-8 text", problems(new byte[] {-1}));
    }

    @Test
    void whatIsTooMuch() {
        says(
                "menu.yaml:0:0: the file has 1,048,577 bytes; at most 1,048,576 are allowed",
                "#".repeat(Yaml.BYTES_MAX + 1));
        says("menu.yaml:1:51: the file nests more than 50 levels deep", "[".repeat(100_000));
        says(
                "menu.yaml:1:100000: the file has more than 50,000 values",
                "[" + "1,".repeat(60_000) + "1]");
        says(
                "menu.yaml:1:607: the file has more than 200 aliases (*name)",
                "[&a 1" + ",*a".repeat(300) + "]");
        says("menu.yaml:1:8: " + ENDLESS, "notes: &a [*a]\nmenu: *a");
    }

    /// Each alias is within its bounds; together they would be a menu of 200 megabytes.
    @Test
    void whatItsAliasesStandForIsBounded() {
        var with = new StringBuilder("&s \"%s\"".formatted("x".repeat(32_000)));
        with.append(",*s".repeat(140));
        var notes = new StringBuilder("a: &a [%s]".formatted(with));
        for (int i = 0; i < 50; i++) notes.append(",a%d: *a".formatted(i));
        says(WRITTEN_OUT, "menu: a\nnotes: {%s}".formatted(notes));
    }

    @Test
    void billionLaughsCostNothing() {
        var bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            var before = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [%s,%s,%s,%s,%s]\n"
                            .formatted(i, i, before, before, before, before, before));
        }
        says(WRITTEN_OUT, bomb + "menu: a");
    }

    /// In a tenth of a second of the thread's own work, however much else the machine does. A merge
    /// without an end is stopped from outside.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&x {<<: *x}",
                "&x {<<: [*x]}",
                "&x {<<: [*x, *x]}",
                "&x {a: &y {<<: *x}, <<: *y}",
                "&x {<<: &y {<<: *x}}",
                "&x {<<: {<<: {<<: *x}}}",
                "&x [{<<: *x}]",
                "&x\n<<: *x",
            })
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMappingThatMergesItselfEnds(String file) {
        assertTrue(problems("&x {a: &y {b: 1}, <<: *y}".getBytes(UTF_8)).contains("a")); // loads
        var thread = ManagementFactory.getThreadMXBean();
        long begunNs = thread.getCurrentThreadCpuTime();
        var problems = problems(file.getBytes(UTF_8));
        long workNs = thread.getCurrentThreadCpuTime() - begunNs;
        assertTrue(problems.endsWith(ENDLESS), problems);
        assertTrue(workNs < WORK_NS_MAX, workNs + " ns");
    }

    @Test
    void mergesSayWhereTheyAreWrong() {
        says(
                "menu.yaml:1:13: << should be a mapping or a list of mappings, as <<: *name, not"
                        + " the number 5",
                "notes: {<<: 5}\nmenu: a");
        says(
                "menu.yaml:1:14: << should be a mapping or a list of mappings, as <<: *name, not a"
                        + " list",
                "notes: {<<: [[]]}\nmenu: a");
        says(
                "menu.yaml:1:17: << is there twice; write <<: [*name, *other]",
                "notes: {<<: {}, <<: {}}\nmenu: a");
        says(
                "menu.yaml:1:9: the file has the tag !!merge; write << without it",
                "notes: {!!merge x: {}}\nmenu: a");
        says(
                "menu.yaml:1:3: the file has the tag !!merge; write << without it",
                "? !!merge {}\n: {}");
    }

    /// 99 mappings, each with all 600 entries of the first.
    @Test
    void whatMergesBringIsBounded() {
        var entries = new StringBuilder();
        for (int i = 0; i < 600; i++) entries.append("k%d: 1,".formatted(i));
        var bomb = new StringBuilder("a0: &a {%s}\n".formatted(entries));
        for (int i = 1; i < 100; i++) bomb.append("a%d: {<<: [*a]}\n".formatted(i));
        says("menu.yaml:1:5: << brings more than 50,000 entries", bomb + "menu: a");
    }

    @Test
    void notMoreProblemsThanAnybodyReads() {
        var file = new StringBuilder("menu: a\n");
        for (int i = 0; i < 200; i++) file.append("unknown-key-").append(i).append(": 1\n");
        var problems = problems(file.toString().getBytes(UTF_8));
        assertEquals(Yaml.PROBLEMS_MAX, problems.lines().count());
    }

    /// Whatever is broken, there is an answer and never an exception.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void brokenFilesAreAnswered(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            var bytes = MenuTest.MENU.getBytes(UTF_8);
            for (int change = random.nextInt(1, 6); change > 0; change--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(10, 127);
            switch (MenuFile.parse(bytes, Wording.of("menu.yaml", null, bytes))) {
                case FileReading.Parsed(var menu) -> assertTrue(Rule.NAME.fits(menu.name()));
                case FileReading.Wrong(var problems) -> {
                    assertTrue(!problems.isEmpty() && problems.size() <= Yaml.PROBLEMS_MAX);
                    for (var problem : problems) assertTrue(!problem.message().isBlank());
                }
            }
        }
    }
}
