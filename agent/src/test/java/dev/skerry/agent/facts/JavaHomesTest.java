package dev.skerry.agent.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which Javas are found on a machine, with no JVM started.
class JavaHomesTest {
    @TempDir Path top;

    private Path home(String path, String version) throws Exception {
        var folder = Files.createDirectories(top.resolve(path));
        var bin = Files.createDirectories(folder.resolve("bin"));
        assertTrue(Files.createFile(bin.resolve("java")).toFile().setExecutable(true));
        if (!version.isEmpty())
            Files.writeString(folder.resolve("release"), "X=1\nJAVA_VERSION=\"" + version + "\"\n");
        return folder;
    }

    private String found(String javaHome) {
        var roots =
                new Roots(top, top, top, top, top, "amd64", List.of(top.resolve("path")), javaHome);
        return new JavaHomes(roots)
                .found().stream()
                        .map(it -> it.folder().getFileName() + " " + it.feature())
                        .collect(Collectors.joining(", "));
    }

    @Test
    void theNewestIsFirst() throws Exception {
        assertEquals("", found(""));
        home("usr/lib/jvm/a", "21.0.8");
        home("usr/lib/jvm/b", "25.0.3");
        home("usr/lib/jvm/c", "1.8.0_412");
        home("usr/lib/jvm/d", "25");
        home("usr/lib/jvm/sources", "");
        Files.createSymbolicLink(top.resolve("usr/lib/jvm/b-too"), top.resolve("usr/lib/jvm/b"));
        Files.createSymbolicLink(top.resolve("usr/lib/jvm/gone"), top.resolve("nowhere"));
        assertEquals("b 25, d 25, a 21, c 8", found(""));
    }

    @Test
    void thatOfThePathAndOfJavaHomeAreAmongThem() throws Exception {
        var onPath = home("opt/on-path", "24.0.1");
        Files.createDirectories(top.resolve("path"));
        Files.createSymbolicLink(top.resolve("path/java"), onPath.resolve("bin/java"));
        var named = home("opt/named", "26-ea");
        assertEquals("named 26, on-path 24", found(named.toString()));
        assertEquals("on-path 24", found("\0"));
        assertEquals("on-path 24", found(onPath.toString()), "each once");
    }

    @Test
    void nonsenseIsNoVersion() throws Exception {
        home("usr/lib/jvm/a", "x");
        home("usr/lib/jvm/b", "99999999999999999999.1");
        home("usr/lib/jvm/c", "11.0.2");
        assertEquals("b 16777216, c 11, a 0", found(""));
    }

    @Test
    void theAgentsOwnIsWhatRunsThis() {
        var own = JavaHome.own();
        assertEquals(Runtime.version().feature(), own.feature());
        assertTrue(Files.isExecutable(own.program()), own.toString());
    }
}
