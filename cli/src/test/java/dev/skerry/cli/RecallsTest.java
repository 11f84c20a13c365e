package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `skerry job recall` and `skerry recall`.
class RecallsTest {
    private FakeServer server;

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
}
