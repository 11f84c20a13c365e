package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `skerry job history`, `diff`, `revert`, `scale`, `dispatch` and `periodic`.
class VersionsTest {
    @TempDir Path folder;
    private FakeServer server;
    private Typed typed = new Typed(0, "", "");

    @BeforeEach
    void begin() throws Exception {
        server = new FakeServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Typed run(String words) {
        return Typed.of(server, words);
    }

    private int launch(String words) {
        typed = run(words);
        return typed.exitCode();
    }

    private String last() {
        return server.requests().getLast();
    }

    @Test
    void aHistoryIsATable() {
        var typed = run("job history shop");
        assertEquals(0, typed.exitCode(), typed.err());
        var lines = typed.out().lines().toList();
        assertEquals(
                "VERSION  ACCEPTED  BY          HOW      RUNS  CHANGED".replaceAll(" +", " "),
                lines.getFirst().replaceAll(" +", " "));
        assertTrue(
                lines.get(1)
                        .matches(
                                " *\\* 5 .* d ago +person:ada +scaled +7"
                                        + " +groups\\[web].count: 1 -> 7, and 2 more"),
                typed.out());
        assertTrue(lines.get(2).matches(" +4 +unknown +unknown +unknown +1 +the .*"), typed.out());
        assertEquals("GET /v1/jobs/shop/versions?namespace=default", last());
    }

    @Test
    void withPatchItIsInFull() {
        var typed = run("job history -p --namespace lab shop");
        assertEquals(
                """
                version 5, the newest: scaled by person:ada, DAYS ago, 7 allocations of it
                  signed by key ab12
                  ~ groups[web].count: 1 -> 7
                  + groups[web].tasks[it].env.HOST: here
                  - meta.team: tills

                version 4: unknown by unknown, unknown, 1 allocation of it
                  the version before is not kept any more
                """,
                typed.out().replaceAll("[0-9]+ d ago", "DAYS ago"));
        assertEquals("GET /v1/jobs/shop/versions?namespace=lab&differences=true", last());
    }

    @Test
    void twoAreCompared() {
        assertEquals(
                """
                shop: version 4 -> version 5
                  ~ groups[web].count: 1 -> 7
                  + groups[web].tasks[it].env.HOST: here
                  - meta.team: tills
                  and 3 changes more
                """,
                run("job diff shop").out());
        assertEquals("GET /v1/jobs/shop/diff?namespace=default", last());
        assertEquals(0, run("job diff shop 4").exitCode());
        assertEquals("GET /v1/jobs/shop/diff?namespace=default&from=4", last());
        assertEquals(0, run("job diff shop 4 5").exitCode());
        assertEquals("GET /v1/jobs/shop/diff?namespace=default&from=4&to=5", last());
    }

    @Test
    void oneIsBroughtBack() throws Exception {
        var typed = run("job revert --detach --expect-version 5 shop 2");
        assertEquals("shop version 6 is accepted: as version 2.\n", typed.out(), typed.err());
        assertEquals(
                "POST /v1/jobs/shop/revert?version=2&namespace=default&expectedVersion=5", last());
        var file = Files.writeString(folder.resolve("hello.yaml"), "job: hello\n");
        assertEquals(0, run("job run " + file).exitCode());
        var waited = run("job revert hello 1");
        assertEquals(0, waited.exitCode(), waited.err());
        assertTrue(
                waited.out().contains("hello version 1: 1 of 1 running and healthy"), waited.out());
    }

    @Test
    void thereIsMoreOfAGroup() {
        var typed = run("job scale --detach shop web 7");
        assertEquals("shop is unchanged since version 5.\n", typed.out(), typed.err());
        assertEquals("POST /v1/jobs/shop/scale?group=web&count=7&namespace=default", last());
        assertTrue(run("job scale --detach --json shop web 7").out().startsWith("{\"namespace\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    job revert shop|Missing required parameter: 'VERSION'
                    job revert shop two|VERSION is "two"; it should be the number of an earlier
                    job revert shop 1.5|VERSION is "1.5"
                    job revert --expect-version x shop 1|--expect-version is "x"
                    job scale shop web|Missing required parameter: 'COUNT'
                    job scale shop web many|COUNT is "many"; it should be a whole number from 0
                    job scale --timeout soon shop web 1|--timeout is "soon"
                    """)
    void whatIsWrongIsNotSent(String words, String says) {
        var typed = run(words);
        assertEquals(2, typed.exitCode(), typed.out());
        assertTrue(typed.err().contains(says), typed.err());
        assertEquals(0, server.requests().size());
    }

    @Test
    void whatIsRecalledIsSaidWithWhatIsLeftOfIt() {
        var typed = run("job recall --version 5 --reason bad shop");
        assertEquals(0, typed.exitCode(), typed.err());
        assertEquals(
                """
                Version 5 of shop is recalled (r7k2m9x4qtb).
                7 allocations of it end now.
                2 allocations on nodes that are not heard: they stop when those are back.
                Nothing of it is placed now. `skerry job revert shop 4` brings back version 4.
                """
                        .replaceAll("\\s+", " "),
                typed.out().replaceAll(" --address \\S+", "").replaceAll("\\s+", " "));
        assertEquals(
                "POST /v1/jobs/shop/recall?namespace=default&version=5&reason=bad {}",
                server.requests().getLast());
    }

    @Test
    void aDeploymentGoesBackByItself() {
        var typed = run("job recall --version 5 till");
        assertTrue(typed.out().contains("Version 4 comes back"), typed.out());
    }

    @Test
    void aWholeJobIsNotSaidToComeBack() {
        var typed = run("job recall shop");
        assertTrue(typed.out().startsWith("shop is recalled (r7k2m9x4qtb)."), typed.out());
        assertTrue(!typed.out().contains("revert"), typed.out());
    }

    @Test
    void wordsAreNoVersion() {
        var typed = run("job recall --version two shop");
        assertEquals(2, typed.exitCode());
        assertTrue(typed.err().contains("--version is \"two\""), typed.err());
    }

    @Test
    void theListSaysHowMuchIsLeft() {
        var typed = run("recall list --job shop");
        assertEquals(0, typed.exitCode(), typed.err());
        var lines = typed.out().lines().map(it -> it.replaceAll(" +", " ").strip()).toList();
        assertEquals("ID JOB VERSIONS RECALLED BY ENDING UNHEARD REASON", lines.getFirst());
        assertTrue(
                lines.get(1).matches("r7k2m9x4qtb shop 3, 5 .* d ago person:ada 7 2 deletes its.*"),
                typed.out());
        assertEquals("GET /v1/recalls?namespace=default&job=shop", server.requests().getLast());
    }

    @Test
    void aLiftSaysWhatMayRunAgain() {
        var typed = run("recall lift r7k2m9x4qtb");
        assertEquals(0, typed.exitCode(), typed.err());
        assertEquals("Recall r7k2m9x4qtb of shop is lifted: it may run again.\n", typed.out());
    }

    @Test
    void aDispatchSaysItsChildAndWaitsForIt() throws IOException {
        var file = Files.writeString(folder.resolve("months"), "pay");
        assertEquals(0, launch("job dispatch report " + file + " --meta who=me --meta how="));
        assertTrue(typed.out().startsWith("report-dispatch-1-a is launched.\n"), typed.out());
        assertTrue(typed.out().contains("1 of 1 complete"), typed.out());
        assertEquals(0, launch("job dispatch --detach report --meta who=me"));
        assertEquals("report-dispatch-1-a is launched.\n", typed.out());
    }

    @Test
    void whatIsTypedWrongIsNotSent() {
        assertEquals(2, launch("job dispatch report --meta who"));
        assertTrue(typed.err().contains("KEY=VALUE"), typed.err());
        assertEquals(2, launch("job dispatch report --meta a=1 --meta a=2"));
        assertTrue(typed.err().contains("there once"), typed.err());
        assertEquals(2, launch("job dispatch report " + folder.resolve("none")));
        assertTrue(typed.err().contains("There is no file"), typed.err());
        assertEquals(0, server.requests().size());
    }

    @Test
    void aPeriodicJobIsForced() {
        assertEquals(0, launch("job periodic force --detach backup"));
        assertEquals("report-dispatch-1-a is launched.\n", typed.out());
        assertEquals(3, launch("job periodic force --detach nothing"));
        assertEquals(0, launch("job periodic force nightly"), "nothing is waited for");
        assertEquals(
                "Each node that has nightly runs it now, or as soon as it is heard: `skerry job"
                        + " status nightly`.\n",
                typed.out());
    }

    @Test
    void whatIsStoppedDoesNotSayThatItIsLaunched() {
        assertEquals(0, launch("job status stopped"));
        assertTrue(
                typed.out().contains("\nIt is stopped, and nothing is launched.\n"), typed.out());
        assertFalse(typed.out().contains("It is launched"), typed.out());
    }

    @Test
    void theStatusOfAParentSaysHowItIsLaunched() {
        assertEquals(0, launch("job status backup"));
        assertTrue(
                typed.out()
                        .contains(
                                "It is launched by `0 3 * * *` and `@weekly`, Europe/Berlin,"
                                        + " one at a time.\nNext: 2020-01-03T03:00:00Z, now.\n"
                                        + "The launch for"),
                typed.out());
        assertTrue(typed.out().contains("Nothing of it was launched."), typed.out());
        assertEquals(0, launch("job status report"));
        assertTrue(
                typed.out()
                        .contains(
                                "It is launched by `skerry job dispatch`: payload required, --meta"
                                        + " who=…, [--meta how=…]."),
                typed.out());
        assertEquals(0, launch("job status report-dispatch-1-a"));
        assertTrue(
                typed.out().contains("It was dispatched by job report, for 2020-01-01T00:00:00Z."),
                typed.out());
    }
}
