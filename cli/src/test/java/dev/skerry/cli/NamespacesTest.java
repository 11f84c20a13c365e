package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Namespaces, as commands show and change them.
class NamespacesTest {
    @TempDir Path folder;
    private FakeServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Typed typed(String words) {
        return Typed.of(server, words);
    }

    @Test
    void theListShowsWhatIsUsedOfEachQuota() {
        assertEquals(
                """
                NAME     JOBS  ALLOCATIONS  CPU               MEMORY   POOLS
                default     0  0            0 MHz             0 B      all
                shop        1  2 of 2       200 MHz of 2 GHz  128 MiB  tills, kiosks
                """,
                typed("namespace list").out());
    }

    @Test
    void oneIsShownWithWhatItsJobsAskFor() {
        assertEquals(
                """
                shop  The tills.
                allocations  2 used of 2; its jobs ask for 3
                cpu          200 MHz used of 2 GHz; its jobs ask for 300 MHz
                memory       128 MiB used; its jobs ask for 192 MiB
                pools        tills, kiosks
                preempts     system, service
                jobs         1 job: skerry job list --namespace shop --address ADDRESS
                Its jobs ask for more than the quota allows: some of it is not placed.
                """,
                typed("namespace status shop").out().replace(server.address(), "ADDRESS"));
        var other = typed("namespace status default").out();
        assertTrue(other.contains("\npreempts     none\njobs         none\n"), other);
        assertTrue(typed("namespace status shop --json").out().startsWith("{\"name\":\"shop\""));
    }

    @Test
    void aFileIsAppliedToTheNamespaceThatItNames() throws IOException {
        var text = "# Tills.\nnamespace: \"shop\"\nquota: {allocations: 2}\n";
        var file = Files.writeString(folder.resolve("shop.yaml"), text);
        assertEquals("Namespace shop is applied.\n", typed("namespace apply " + file).out());
        var sent = server.requests().getLast();
        assertTrue(sent.startsWith("PUT /v1/namespaces/shop?file=shop.yaml # Tills."), sent);
        assertEquals("Namespace shop is deleted.\n", typed("namespace delete shop").out());
        assertEquals(3, typed("namespace delete shops").exitCode());
    }

    @Test
    void whatIsWrongInTheFileIsSaidWithItsLine() throws IOException {
        var wrong = Files.writeString(folder.resolve("wrong.yaml"), "namespace: shop\nwrong: 1\n");
        var said = typed("namespace apply " + wrong);
        assertEquals(2, said.exitCode());
        assertTrue(said.err().contains(wrong + ":2:1: \"wrong\" is not a key"), said.err());
        assertTrue(said.err().contains("A right one is in docs/guides/namespaces.md."), said.err());
        var nameless = Files.writeString(folder.resolve("nameless.yaml"), "quota: {}\n");
        said = typed("namespace apply " + nameless);
        assertEquals(2, said.exitCode());
        assertTrue(said.err().contains("a line `namespace: NAME` is missing"), said.err());
        assertEquals(2, typed("namespace apply " + folder.resolve("none.yaml")).exitCode());
    }
}
