package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `skerry deployment`.
class DeploymentsTest {
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
    void theListSaysWhatWaits() {
        var typed = run("deployment list --job shop");
        assertEquals(0, typed.exitCode(), typed.err());
        var lines = typed.out().lines().map(it -> it.replaceAll(" +", " ").strip()).toList();
        assertEquals("ID JOB VERSION STATUS BEGUN SAYS", lines.getFirst());
        assertTrue(
                lines.get(1).matches("d7k2m9x4qtb shop 5 running .* d ago canaries are healthy.*"),
                typed.out());
        assertEquals("GET /v1/deployments?namespace=default&job=shop", server.requests().getLast());
    }

    @Test
    void aListOfNoJobIsNone() {
        var none = run("deployment list --job nope");
        assertEquals(3, none.exitCode(), none.out());
        assertEquals("GET /v1/jobs/nope?namespace=default", server.requests().getLast());
    }

    @Test
    void itsStatusIsByGroup() {
        var typed = run("deployment status shop");
        assertEquals(0, typed.exitCode(), typed.err());
        var lines = typed.out().lines().map(it -> it.replaceAll(" +", " ").strip()).toList();
        assertTrue(
                lines.getFirst().startsWith("d7k2m9x4qtb shop version 5, running, begun "),
                typed.out());
        assertEquals("web 8 2 2 0 1 2 of 2 25%", lines.getLast());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    promote | The canaries of shop are promoted: the rest follows.
                    fail | The deployment of shop has failed: nothing more changes, FAIL
                    pause | The deployment of shop is paused.
                    resume | The deployment of shop goes on.
                    """)
    void whatIsAskedForIsSaid(String word, String words) {
        var said = words.replace("FAIL", "or the stable version comes back.");
        var typed = run("deployment " + word + " d7k2m9x4qtb");
        assertEquals(said + "\n", typed.out().replaceAll("\\s*\n\\s*", " ").strip() + "\n");
        assertEquals(
                "POST /v1/deployments/d7k2m9x4qtb/" + word + "?namespace=default {}",
                server.requests().getLast());
        assertEquals(0, run("deployment " + word + " shop").exitCode(), "by its job");
    }

    /// As a variable of a script that is not set: it is not the newest of whichever job.
    @ParameterizedTest
    @ValueSource(strings = {"status", "promote", "fail", "pause", "resume"})
    void nothingIsNoName(String word) {
        var typed = run("deployment " + word + " ");
        assertEquals(2, typed.exitCode(), typed.out());
        assertTrue(typed.err().contains("The name of the deployment is empty."), typed.err());
        assertEquals(List.of(), server.requests());
    }
}
