package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.yaml.FileReading;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobDifferenceTest {
    private static final String SHOP =
            """
            job: shop
            constraints: [a, b]
            affinities: [{when: c, weight: 20}]
            spread: [{by: d, targets: {hall-1: 60}}]
            meta: {team: tills}
            groups:
              web:
                count: 2
                restart: {attempts: 3, interval: 2m, delay: 5s, mode: delay}
                disconnect: {lostAfter: 4h, stopAfter: 1h, replace: false}
                ports: {main: {}, admin: {static: 8080}}
                tasks:
                  server:
                    command: /bin/serve
                    args: [-v, "80"]
                    env: {PORT: "80", HOST: here}
                    resources: {cpu: 200MHz, memory: 96MiB}
                    checks:
                      - {type: http, port: main, path: /up, interval: 10s}
              db:
                tasks: {it: {command: /bin/db}}
            """;

    private static JobSpec spec(String text) {
        var read = JobFile.parse(text.getBytes(UTF_8), "a.yaml", ExpressionCheck.NONE);
        if (read instanceof FileReading.Parsed<JobSpec>(var spec)) return spec;
        throw new AssertionError(read);
    }

    private static String said(JobSpec was, JobSpec is) {
        return JobDifference.between(1, was, 2, is).changes().stream()
                .map(it -> it.path() + " " + it.from() + " -> " + it.to())
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    count: 2|count: 3|groups[web].count 2 -> 3
                    PORT: "80"|PORT: "81"|@env.PORT 80 -> 81
                    , HOST: here|''|@env.HOST here -> null
                    meta: {team|meta: {b: c, team|meta.b null -> c
                    96MiB|1GiB|@resources.memory 96MiB -> 1GiB
                    200MHz|1GHz|@resources.cpu 200MHz -> 1000MHz
                    interval: 10s|interval: 1m30s|@checks[http-1].interval 10s -> 1m30s
                    path: /up|path: /|@checks[http-1].path /up -> /
                    static: 8080|static: 81|groups[web].ports.admin {static: 8080} -> {static: 81}
                    {static: 8080}|{}|groups[web].ports.admin {static: 8080} -> {}
                    mode: delay|mode: fail|groups[web].restart.mode delay -> fail
                    lostAfter: 4h|lostAfter: 2h|groups[web].disconnect.lostAfter 4h -> 2h
                    replace: false|replace: true|groups[web].disconnect.replace false -> true
                    [a, b]|[a]|constraints[1] b -> null
                    weight: 20|weight: 21|affinities[0].weight 20 -> 21
                    hall-1: 60|hall-1: 40|spread[0].targets.hall-1 60 -> 40
                    /bin/db}|/bin/db, user: ada}|groups[db].tasks[it].user null -> ada
                    /bin/db}|/bin/db, cpuMax: 200MHz}|groups[db].tasks[it].cpuMax null -> 200MHz
                    """)
    void eachFieldInTheWordsOfTheFile(String was, String is, String says) {
        var full = says.replace("@", "groups[web].tasks[server].");
        assertEquals(full, said(spec(SHOP), spec(SHOP.replace(was, is))));
    }

    /// The first that fits is run, so another order is another job.
    @Test
    void theOrderOfVariantsIsAField() {
        var shop = "variants: [{arch: arm64, command: x}, {libc: musl, command: y}]";
        var other = "variants: [{libc: musl, command: y}, {arch: arm64, command: z}]";
        assertEquals(
                "groups[db].tasks[it].variants arm64, musl -> musl, arm64;"
                        + " groups[db].tasks[it].variants[arm64].command x -> z",
                said(
                        spec(SHOP.replace("command: /bin/db", shop)),
                        spec(SHOP.replace("command: /bin/db", other))));
    }

    @Test
    void sameIsNothing() {
        assertEquals("", said(spec(SHOP), spec(SHOP)));
        assertEquals("nothing", JobDifference.between(1, spec(SHOP), 2, spec(SHOP)).shortly());
    }

    /// In the order of the file, what is gone where it was.
    @Test
    void oneLineSaysTheFirstAndHowManyMore() {
        var other = spec(SHOP.replace("count: 2", "count: 3").replace("[a, b]", "[b]"));
        var difference = JobDifference.between(4, spec(SHOP), 6, other);
        assertEquals("constraints[0]: a -> b, and 2 more", difference.shortly());
        assertEquals("constraints[1]", difference.changes().get(1).path());
        assertEquals("groups[web].count", difference.changes().get(2).path());
        assertEquals(0, difference.more());
    }

    @Test
    void oneLineSaysWhatIsNewAndWhatIsGone() {
        var plain = SHOP.replace("{PORT: \"80\", HOST: here}", "{PORT: \"80\"}");
        assertEquals(
                "groups[web].tasks[server].env.HOST: here, new",
                JobDifference.between(1, spec(plain), 2, spec(SHOP)).shortly());
        assertEquals(
                "groups[web].tasks[server].env.HOST is gone",
                JobDifference.between(1, spec(SHOP), 2, spec(plain)).shortly());
    }

    /// It stays one line, and a short one.
    @Test
    void ofALongValueTheBeginningIsSaid() {
        var text = "a\\nb" + "c".repeat(60);
        var other = spec(SHOP.replace("HOST: here", "HOST: \"" + text + "\""));
        assertEquals(
                "groups[web].tasks[server].env.HOST: here -> a b" + "c".repeat(36) + "…",
                JobDifference.between(1, spec(SHOP), 2, other).shortly());
        var change = JobDifference.between(1, spec(SHOP), 2, other).changes().getFirst();
        assertEquals("a\nb" + "c".repeat(60), change.to(), "in full it is whole");
    }

    @Test
    void theVersionsAreNamedAndNothingIsLeftOut() {
        var other = spec(SHOP.replace("count: 2", "count: 3"));
        var difference = JobDifference.between(4, spec(SHOP), 6, other);
        assertEquals(4, difference.from());
        assertEquals(6, difference.to());
        assertEquals("groups[web].count: 2 -> 3", difference.shortly());
        assertEquals(0, difference.more());
    }

    /// Elements that are gone stand where they were, those that are new where they are.
    @Test
    void allStandInTheOrderOfTheFile() {
        var one =
                """
                job: shop
                meta: {a: '1', c: '1', e: '1'}
                groups: {g: {tasks: {t: {command: x}}}}
                """;
        var other = one.replace("a: '1', c: '1', e: '1'", "b: '2', c: '2', d: '2'");
        assertEquals(
                "meta.a 1 -> null; meta.b null -> 2; meta.c 1 -> 2; meta.e 1 -> null;"
                        + " meta.d null -> 2",
                said(spec(one), spec(other)));
    }

    @Test
    void anotherOrderIsADifference() {
        var turned = SHOP.replaceAll("(?s)(groups:\n)(.*)(  db:.*)", "$1$3$2");
        assertNotEquals(spec(SHOP), spec(turned));
        assertEquals(
                "groups web[server(http-1)], db[it()] -> db[it()], web[server(http-1)]",
                said(spec(SHOP), spec(turned)));
        var both = "it: {command: /bin/db}, at: {command: /bin/at}";
        var other = "at: {command: /bin/at}, it: {command: /bin/db}";
        var two = SHOP.replace("it: {command: /bin/db}", both);
        assertEquals(
                "groups web[server(http-1)], db[it(), at()] -> web[server(http-1)], db[at(), it()]",
                said(spec(two), spec(two.replace(both, other))));
        var difference = JobDifference.between(1, spec(two), 2, spec(two.replace(both, other)));
        assertEquals(0, difference.more());
    }

    @Test
    void asManyAsAreReadAreSaid() {
        var many = new StringBuilder("job: shop\nmeta:\n");
        for (int i = 0; i < 60; i++) many.append("  k%d: v\n".formatted(i));
        many.append("groups:\n");
        for (int i = 0; i < 20; i++)
            many.append("  g%d: {tasks: {t: {command: x}}}\n".formatted(i));
        var difference = JobDifference.between(1, spec(SHOP), 2, spec(many.toString()));
        assertEquals(JobDifference.CHANGES_MAX, difference.changes().size());
        assertTrue(difference.more() > 0, difference.more() + " more");
        int others = JobDifference.CHANGES_MAX - 1 + difference.more();
        assertTrue(
                difference.shortly().endsWith(", and " + others + " more"), difference.shortly());
    }

    @Test
    void howItIsRunIsSaidByTheKeysOfItsDriver() {
        var was = spec("job: a\ngroups: {g: {tasks: {t: {command: x, user: ann}}}}");
        var confined = spec("job: a\ngroups: {g: {tasks: {t: {command: x, confine: []}}}}");
        assertEquals(
                "groups[g].tasks[t].confine null -> none",
                said(
                        spec("job: a\ngroups: {g: {tasks: {t: {driver: java, jar: x}}}}"),
                        spec(
                                "job: a\ngroups: {g: {tasks: {t: {driver: java, jar: x,"
                                        + " confine: none}}}}")));
        var module =
                spec(
                        """
                        job: a
                        groups: {g: {ports: {main: {}}, tasks: {t: {driver: wasm, module: x,
                          listen: [main], folders: [local], deadline: 5s}}}}
                        """);
        assertEquals(
                "groups[g].tasks[t].user ann -> null; groups[g].tasks[t].confine null -> all",
                said(was, confined));
        assertEquals(
                "groups[g].ports.main null -> {}; groups[g].tasks[t].driver exec -> wasm;"
                        + " groups[g].tasks[t].command x -> null;"
                        + " groups[g].tasks[t].confine all -> null;"
                        + " groups[g].tasks[t].module null -> x;"
                        + " groups[g].tasks[t].folders[0] null -> local;"
                        + " groups[g].tasks[t].listen[0] null -> main;"
                        + " groups[g].tasks[t].deadline null -> 5s",
                said(confined, module));
    }
}
