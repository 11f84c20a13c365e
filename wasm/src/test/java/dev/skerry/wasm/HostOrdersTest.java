package dev.skerry.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostOrdersTest {
    private static HostOrders parse(String... words) {
        return HostOrders.parse(List.of(words));
    }

    @Test
    void allOfItIsRead() {
        var folders = new LinkedHashMap<String, Path>();
        folders.put("local", Path.of("/run/a"));
        folders.put("_alloc/x=y", Path.of("/run/b=c"));
        var orders =
                new HostOrders(
                        Path.of("/m.wasm"),
                        16,
                        5_000,
                        folders,
                        List.of(80, 81),
                        List.of("--x", ""));
        assertEquals(
                orders,
                parse(
                        "--pages",
                        "16",
                        "--deadline",
                        "5000",
                        "--folder",
                        "local",
                        "/run/a",
                        "--listen",
                        "80",
                        "--folder",
                        "_alloc/x=y",
                        "/run/b=c",
                        "--listen",
                        "81",
                        "/m.wasm",
                        "--x",
                        ""));
    }

    @Test
    void nothingIsGrantedThatIsNotSaid() {
        var none = new LinkedHashMap<String, Path>();
        assertEquals(
                new HostOrders(Path.of("m"), 32_767, 0, none, List.of(), List.of()), parse("m"));
    }

    @Test
    void whatItDoesNotKnowIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> parse("--fuel", "1", "m"));
        assertThrows(IllegalArgumentException.class, () -> parse("--folder", "", "/x", "m"));
        assertThrows(IllegalArgumentException.class, () -> parse("--folder", "x"));
        assertThrows(IllegalArgumentException.class, () -> parse("--pages", "many", "m"));
        assertThrows(IllegalArgumentException.class, () -> parse());
        assertThrows(IllegalArgumentException.class, () -> parse("--pages", "1"));
    }

    @Test
    void thereAreNoMorePagesThanTheLibraryNumbers() {
        assertEquals(32_767, parse("--pages", "65536", "m").pages());
        assertEquals(0, parse("--pages", "-1", "m").pages());
    }

    @Test
    void variablesOfTheHostAreNotTheModules() {
        var all = Map.of("MODULE_A", "1", "PATH", "/bin", "MODULE_JAVA_TOOL_OPTIONS", "-x");
        assertEquals(Map.of("A", "1", "JAVA_TOOL_OPTIONS", "-x"), HostOrders.variables(all));
    }
}
