package dev.skerry.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which of several images a machine takes.
class PlatformTest {
    private static String choice(String node, String... there) throws IOException {
        var all =
                Stream.of(there)
                        .map(it -> it.split("/", -1))
                        .map(it -> new Platform("linux", it[0], it.length > 1 ? it[1] : ""))
                        .map(it -> new Manifest.Blob("", "", 0, it))
                        .toList();
        var chosen = new Manifest(null, List.of(), all).choose(Platform.ofNode(node));
        return chosen.platform().toString();
    }

    @Test
    void theBestIsTaken() throws Exception {
        assertEquals("arm64", choice("aarch64", "amd64", "arm64"));
        assertEquals("arm64/v8", choice("aarch64", "arm/v7", "arm64", "arm64/v8"));
        assertEquals("amd64", choice("x86_64", "amd64/v3", "amd64", "unknown/x"));
        assertEquals("arm/v7", choice("arm", "arm/v5", "arm/v7", "arm64/v8"));
        assertEquals("arm/v6", choice("arm", "arm/v5", "arm/v6", "arm/v8"));
        assertEquals("riscv64", choice("riscv64", "amd64", "riscv64"));
    }

    @Test
    void whatThereIsIsSaid() {
        var none =
                assertThrows(
                        IOException.class, () -> choice("arm", "amd64", "arm64/v8", "amd64/v3"));
        assertEquals(
                "it is for amd64, amd64/v3, arm64/v8, and this node is arm", none.getMessage());
    }
}
