package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.StructType;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.server.jobfile.ExpressionCheck.Gives;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelExpressionsTest {
    final CelExpressions expressions = new CelExpressions();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node.arch == 'arm64' && node.variant.startsWith('armv8')",
                "node.power.runtimeHours >= 4.0",
                "node.power.runtimeHours >= 4",
                "node.power.source == 'battery' && node.power.charge > 50",
                "node.meta.site in ['hall-1', 'hall-2']",
                "node.meta['site'] == 'hall-1'",
                "node.labels.site == 'hall-0'",
                "has(node.meta.site) && !has(node.meta.rack)",
                "version(node.os.version).atLeast('12')",
                "version(node.os.kernel).below('6.6') && version(node.java.version).same('25.0.3')",
                "node.devices.exists(d, d.type == 'display' && d.path.startsWith('/dev/'))",
                "node.links.exists(l, l.up && !l.metered)",
                "node.memory.bytes >= 512 * 1024 * 1024",
                "'exec' in node.drivers && node.runtimes.size() == 1",
                "node.drivers == ['exec', 'periodic'] && 'pids' in node.driver.exec",
                "!has(node.driver.java) && node.driver['exec'].size() == 2",
                "has(node.driver.periodic) && node.driver.periodic.size() == 0",
                "node.cpu.cores * node.cpu.mhz >= 4000 && node.cpu.score > 80",
                "node.security.rating >= 3",
                "node.name.matches('^badge-[0-9]+$')",
                "node.id == 'n-1' && node.pool == 'default' && node.datacenter == 'fair'",
                "node.disk.bytes > 0 && node.os.libc == 'glibc'",
                "node.meta.rack == 'x' || node.arch == 'arm64'",
            })
    void holdForTheBadge(String expression) {
        assertNull(expressions.check(expression, Gives.TRUTH));
        assertTrue(expressions.test(expression, node()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node.meta.rack == 'r1'",
                "node.meta.rack != 'r1'",
                "!(node.meta.rack == 'r1')",
                "node.labels['rack'].size() > 0",
                "node.devices[7].type == 'display'",
                "node.cpu.cores / 0 == 1",
                "node.power.source == 'mains'",
                "[1,2,3,4,5,6,7,8,9,10,11].all(a, [1,2,3,4,5,6,7,8,9,10,11].all(b,"
                        + " [1,2,3,4,5,6,7,8,9,10,11].all(c, [1,2,3,4,5,6,7,8,9,10].all(d,"
                        + " a + b + c + d > 0))))",
            })
    void doNotHoldAndNeverFail(String expression) {
        assertNull(expressions.check(expression, Gives.TRUTH));
        assertFalse(expressions.test(expression, node()));
    }

    @Test
    void textIsTextOrNothing() {
        assertEquals("hall-1", expressions.text("node.meta.site", node()));
        assertNull(expressions.text("node.meta.rack", node()));
        assertNull(expressions.text("node.devices[7].name", node()));
    }

    @Test
    void showsWhateverItIs() {
        assertEquals("9.5", expressions.shown("node.power.runtimeHours", node()));
        assertEquals("80", expressions.shown("node.power.charge", node()));
        assertEquals("hall-1", expressions.shown("node.meta.site", node()));
        assertEquals("display epd2in7", expressions.shown("node.devices", node()));
        assertEquals("exec, periodic", expressions.shown("node.drivers", node()));
        assertEquals("files, pids", expressions.shown("node.driver.exec", node()));
        assertEquals(
                "exec: files, pids; periodic: empty", expressions.shown("node.driver", node()));
        assertNull(expressions.shown("node.meta.rack", node()));
    }

    /// An expression that breaks on what a node says of itself must not stop the scheduler.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "node.arch.matches(node.labels.odd)",
                "timestamp(node.labels.odd) > timestamp('2026-01-01T00:00:00Z')",
                "duration(node.labels.odd) > duration('1s')",
                "int(node.labels.odd) > 3",
                "double(node.labels.odd) > 3.0",
                "node.cpu.cores % (node.cpu.cores - node.cpu.cores) == 1",
                "9223372036854775807 + node.cpu.cores < 1",
                "[1, 2][node.cpu.cores + 7] == 1",
                "{'a': 1}[node.labels.odd] == 1",
                "node.labels.odd.size() > 100 || bytes(node.labels.odd).size() > 100",
            })
    void breakForOneNodeOnly(String expression) {
        assertNull(expressions.check(expression, Gives.TRUTH));
        var was = node();
        var facts = was.facts();
        var odd = new NodeFacts.Extra(3, List.of(), Map.of("odd", "(((["), List.of());
        var strange =
                new Node(
                        was.identity(),
                        new NodeFacts(
                                facts.os(),
                                facts.cpu(),
                                facts.capacity(),
                                facts.links(),
                                facts.devices(),
                                facts.power(),
                                facts.software(),
                                odd),
                        was.meta(),
                        was.scheduling(),
                        was.contact(),
                        was.joining(),
                        was.revokedWallMs(),
                        was.used());
        assertFalse(expressions.test(expression, strange));
    }

    @Test
    void saysWhatIsWrong() {
        says(
                "node.powr.charge > 3",
                "1:5: \"powr\" is not a field of node; did you mean \"power\"?");
        says(
                "node.power.chrage > 3",
                "1:11: \"chrage\" is not a field of node.power; did you mean \"charge\"?");
        says(
                "node.devices.exists(d, d.tpye == 'x')",
                "1:25: \"tpye\" is not a field of d; did you mean \"type\"?");
        says(
                "node.zzz == 'x'",
                "1:5: \"zzz\" is not a field of node; there is id, name, pool, datacenter, arch,"
                        + " variant, os, cpu, memory, disk, links, devices, power, security, java,"
                        + " runtimes, drivers, driver, labels, meta");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "~~",
            quoteCharacter = '`',
            textBlock =
                    """
                    nod.arch == 'x' ~~ 1:1: "nod" is not known; did you mean "node"?
                    arch == 'x' ~~ 1:1: "arch" is not known; did you mean "node.arch"?
                    node.arch == arm64 ~~ 1:14: "arm64" is not known; text stands in quotes, as\
                     'arm64', and what a node has begins with node.
                    node.links[0].up == True ~~ 1:21: "True" is not known; did you mean "true"?
                    node.name.startswith('b') ~~ 1:21: "startswith" is not a function; did you mean\
                     "startsWith"?
                    frobnicate(node) ~~ 1:11: "frobnicate" is not a function; there is has, size,\
                     int, double, string, exists, all, map, filter, startsWith, endsWith,\
                     contains, matches, version, atLeast, below, same
                    """)
    void saysWhatIsNotKnown(String expression, String expected) {
        says(expression, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "~~",
            quoteCharacter = '`',
            textBlock =
                    """
                    node.arch ~~ 1:5: it gives text; it should give true or false, as node.arch ==\
                     "arm64"
                    version(node.arch) ~~ 1:8: it gives a version; it should give true or false, as\
                     node.arch == "arm64"
                    node.arch == 3 ~~ 1:11: == compares two of one kind; here are node.arch (text)\
                     and 3 (a whole number); numbers stand without quotes, text in quotes
                    node.cpu.cores >= '4' ~~ 1:16: >= compares two of one kind; here are\
                     node.cpu.cores (a whole number) and '4' (text); numbers stand without quotes,\
                     text in quotes
                    node.links[0].up == 'true' ~~ 1:18: == compares two of one kind; here are\
                     node.links[0].up (true or false) and 'true' (text); true and false\
                     stand without quotes
                    node.os == 'debian' ~~ 1:9: == compares two of one kind; here are node.os (a\
                     part with fields of its own) and 'debian' (text); take one of its fields:\
                     name, version, kernel, libc
                    node.drivers == 'exec' ~~ 1:14: == compares two of one kind; here are\
                     node.drivers (a list) and 'exec' (text); to look for something in a list,\
                     write 'exec' in node.drivers
                    node.arch in 'arm64' ~~ 1:11: in looks for something in a list, as 'exec' in\
                     node.drivers; node.arch (text) in 'arm64' (text) is none
                    node.arch && true ~~ 1:11: && stands between two of true or false; here is\
                     node.arch (text)
                    true || node.pool ~~ 1:6: || stands between two of true or false; here is\
                     node.pool (text)
                    !node.arch ~~ 1:1: ! turns true into false; node.arch (text) stands behind it
                    node.arch + 1 == 'x' ~~ 1:11: + does not go with node.arch (text) and 1 (a\
                     whole number)
                    node.arch.name == 'x' ~~ 1:10: node.arch is text and has no fields
                    node.cpu.cores.startsWith('4') ~~ 1:26: "startsWith" does not go with a whole\
                     number and text; it should be as in node.name.startsWith('badge-')
                    node.name.startsWith(4) ~~ 1:21: "startsWith" does not go with text and a whole\
                     number; it should be as in node.name.startsWith('badge-')
                    version(12).atLeast('1') ~~ 1:8: "version" does not go with a whole number; it\
                     should be as in version(node.os.version).atLeast('12')
                    node.arch.exists(a, a == 'x') ~~ 1:5: it looks into text; it should be a list,\
                     as node.devices.exists(d, d.type == "display")
                    has(node) ~~ 1:4: has(…) asks whether there is a field, as has(node.meta.site)
                    """)
    void saysWhatDoesNotFit(String expression, String expected) {
        says(expression, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "~~",
            quoteCharacter = '`',
            textBlock =
                    """
                    node.arch == ~~ 1:13: something is missing behind "=="
                    node.arch = 'arm64' ~~ 1:11: "=" is not known; write ==
                    node.arch === 'arm64' ~~ 1:11: "===" is not known; write ==
                    node.arch <> 'arm64' ~~ 1:11: "<>" is not known; write !=
                    node.links[0].up and true ~~ 1:18: "and" is not known; write &&
                    not node.links[0].up ~~ 1:1: "not" is not known; write !
                    node.links[0].up & true ~~ 1:18: "&" is not known; write &&
                    node.arch == 'arm64 ~~ 1:14: the text that begins with ' does not end
                    (node.arch == 'arm64' ~~ 1:1: ( is not closed; ) is missing
                    node.arch == 'arm64') ~~ 1:21: ) closes nothing
                    node.arch in ['a') ~~ 1:18: [ is closed by ], not by )
                    node.arch 'arm64' ~~ 1:11: "'arm64'" cannot stand here
                    node.arch == 'a' 'b' ~~ 1:18: "'b'" cannot stand here
                    == 'arm64' ~~ 1:1: "==" cannot stand here
                    node.arch == $ARCH ~~ 1:14: "$" cannot stand here
                    """)
    void saysWhyItCannotBeRead(String expression, String expected) {
        says(expression, expected);
    }

    @Test
    void aMistakeInALaterLineIsFoundThere() {
        says("node.arch == 'a' ||\n  node.arch = 'b'", "2:13: \"=\" is not known; write ==");
    }

    private void says(String expression, String expected) {
        var fault = expressions.check(expression, Gives.TRUTH);
        assertEquals(
                expected,
                fault == null ? "" : fault.line() + ":" + fault.column() + ": " + fault.message());
    }

    @Test
    void refusesWhatIsTooLongOrOfAnotherType() {
        assertTrue(expressions.check("'" + "a".repeat(1_000) + "'", Gives.TEXT) != null);
        assertTrue(expressions.check("node.cpu.cores", Gives.TEXT) != null);
        assertTrue(expressions.check("(".repeat(400) + "1" + ")".repeat(400), Gives.TRUTH) != null);
        assertFalse(expressions.test("node.powr > 3", node()), "what was refused matches nothing");
    }

    @Test
    void changedFactsAndMetaAreSeenAtOnce() {
        var node = node();
        assertTrue(expressions.test("node.meta.site == 'hall-1'", node));
        var moved = with(node, Map.of("site", "hall-9"));
        assertFalse(expressions.test("node.meta.site == 'hall-1'", moved));
        assertTrue(expressions.test("node.meta.site == 'hall-0'", with(node, Map.of())));
    }

    @Test
    void askingAgainIsCheap() {
        var node = node();
        assertTrue(expressions.test("node.arch == 'arm64'", node));
        long before = System.nanoTime();
        for (int i = 0; i < 1_000_000; i++) expressions.test("node.arch == 'arm64'", node);
        long perCallNs = (System.nanoTime() - before) / 1_000_000;
        assertTrue(perCallNs < 2_000, "a kept answer took " + perCallNs + " ns");
    }

    @Test
    void versionsCompareAsPeopleExpect() {
        var ascending =
                List.of("9", "12~rc1", "12", "12.0.1", "12.5", "25-ea", "25", "25.0.3", "100");
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                var left = new VersionText(ascending.get(i));
                int order = left.compareTo(new VersionText(ascending.get(j)));
                assertEquals(Integer.compare(i, j), order, left + " " + ascending.get(j));
            }
        }
        assertTrue(new VersionText("1.2.0+build").same("v1.2"));
        assertTrue(new VersionText("6.1.0-13-arm64").atLeast("6.1.0-13"));
        assertTrue(new VersionText("6.1.0-13-arm64").below("6.1.0-21"));
        assertTrue(new VersionText("").below("1"));
    }

    @Test
    void valuesAreWhatTheTypesPromise() {
        same(NodeWords.NODE, NodeWords.values(node()), "node");
    }

    private static void same(CelType type, Object value, String path) {
        switch (type) {
            case StructType struct -> {
                var map = (Map<?, ?>) value;
                assertEquals(struct.fieldNames(), map.keySet(), path);
                for (var field : struct.fields()) {
                    var name = field.name();
                    var inner = map.get(name);
                    assertTrue(inner != null, path + "." + name);
                    if (inner != null) same(field.type(), inner, path + "." + name);
                }
            }
            case ListType list ->
                    ((List<?>) value).forEach(it -> same(list.elemType(), it, path + "[]"));
            default -> {
                var wanted =
                        switch (type.kind()) {
                            case STRING -> String.class;
                            case INT -> Long.class;
                            case DOUBLE -> Double.class;
                            case BOOL -> Boolean.class;
                            default -> Map.class;
                        };
                assertTrue(wanted.isInstance(value), path + " is a " + value.getClass());
            }
        }
    }

    private static Node with(Node node, Map<String, String> meta) {
        return new Node(
                node.identity(),
                node.facts(),
                meta,
                node.scheduling(),
                node.contact(),
                node.joining(),
                node.revokedWallMs(),
                node.used());
    }

    static Node node() {
        return new Node(
                new Node.Identity("n-1", "badge-17", "default", "fair"),
                new NodeFacts(
                        new NodeFacts.Os("debian", "12", "6.1.0-13-arm64", "glibc"),
                        new NodeFacts.Cpu("arm64", "armv8", 4, 1_000, 90),
                        new Resources(4_000, 512L << 20, 8L << 30),
                        List.of(
                                new NodeFacts.NetworkLink("wlan0", "wifi", false, true),
                                new NodeFacts.NetworkLink("wwan0", "cellular", true, true)),
                        List.of(new NodeFacts.Device("display", "epd2in7", "/dev/spidev0.0")),
                        new NodeFacts.Power("battery", 80, 95, 12, 9.5),
                        new NodeFacts.Software(
                                "0.1.0",
                                "25.0.3",
                                List.of("podman"),
                                List.of("exec", "exec.files", "exec.pids", "periodic")),
                        new NodeFacts.Extra(3, List.of(), Map.of("site", "hall-0"), List.of())),
                Map.of("site", "hall-1"),
                Node.Scheduling.OPEN,
                new Node.Contact(true, 0, 0, 0, List.of()),
                "",
                0,
                Node.Reserved.NONE);
    }
}
