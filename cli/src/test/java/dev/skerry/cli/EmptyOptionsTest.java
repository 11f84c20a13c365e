package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmptyOptionsTest {
    private FakeServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    /// Whoever recalls the version that a variable has, which is not set, does not mean all of
    /// them.
    @Test
    void anOptionWithoutAValueIsNoneThatWasLeftOut() {
        for (var words :
                new String[] {
                    "job recall badge --version ", "job recall badge --version=",
                    "alloc list --node ", "job stop badge --namespace=",
                    "node join-token --for-node "
                }) {
            var typed = Typed.of(server, words);
            assertEquals(2, typed.exitCode(), words + typed.out());
            assertTrue(
                    typed.err().contains(" is empty; give it a value, or leave it out.\n"),
                    typed.err());
        }
        assertEquals(List.of(), server.requests(), "nothing is asked");
    }
}
