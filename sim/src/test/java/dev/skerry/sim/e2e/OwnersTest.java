package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What daemons keep is their user's alone, whatever they find and whatever their umask is.
@ExtendWith(SharedFleet.class)
class OwnersTest {
    private static final List<String> WITH_OPEN_UMASK =
            List.of("sh", "-c", "umask 0; exec \"$0\" \"$@\"");

    @TempDir Path temporary;

    private static String mode(Path file) throws Exception {
        var all = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        return PosixFilePermissions.toString(all);
    }

    private static void started(Path log, Child child, String ready) throws Exception {
        Await.until(
                "it is ready: " + log,
                () -> {
                    if (!child.alive()) throw new AssertionError(child.said());
                    return child.said().contains(ready);
                });
    }

    private static void readsNobodyElse(Path data, String... entered) throws Exception {
        try (var all = Files.list(data)) {
            for (var file : all.toList()) {
                var expected =
                        List.of(entered).contains(file.getFileName().toString())
                                ? "rwx--x--x"
                                : Files.isDirectory(file) ? "rwx------" : "rw-------";
                assertEquals(expected, mode(file), file.toString());
            }
        }
    }

    @Test
    void whatAServerMakesIsItsOwn() throws Exception {
        var data = temporary.toRealPath().resolve("server");
        var log = temporary.resolve("log");
        var child =
                Child.java(
                        log,
                        WITH_OPEN_UMASK,
                        List.of("--enable-native-access=ALL-UNNAMED", "-Xmx128m"),
                        "dev.skerry.server.ServerMain",
                        List.of(
                                "--http",
                                "127.0.0.1:0",
                                "--link",
                                "127.0.0.1:0",
                                "--data",
                                data.toString()));
        try {
            started(log, child, "skerry server ready");
            assertEquals("rwx------", mode(data));
            readsNobodyElse(data);
        } finally {
            child.kill();
        }
    }

    @Test
    void whatAnAgentMakesIsItsOwn() throws Exception {
        var data = temporary.toRealPath().resolve("agent");
        var log = temporary.resolve("log");
        var child =
                Child.java(
                        log,
                        WITH_OPEN_UMASK,
                        List.of("-Xmx32m"),
                        "dev.skerry.agent.AgentMain",
                        List.of(
                                "--servers",
                                "127.0.0.1:1",
                                "--http",
                                "127.0.0.1:0",
                                "--data",
                                data.toString()));
        try {
            started(log, child, "the node's own view are on");
            assertEquals("rwx--x--x", mode(data), "tasks pass, and see nothing");
            readsNobodyElse(data, "runs", "exec");
        } finally {
            child.kill();
        }
    }

    @Test
    void whatOthersCanWriteIntoIsNotUsed(Fleet fleet) throws Exception {
        var data = Files.createDirectory(temporary.toRealPath().resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        var advice = "; `chmod go-w " + data + "` ends that";
        var children =
                List.of(
                        fleet.otherServer("--data", data.toString()),
                        fleet.otherAgent("--servers", "127.0.0.1:1", "--data", data.toString()));
        for (var child : children) {
            assertEquals(1, child.exitCode());
            assertTrue(child.said().contains(advice), child.said());
            assertEquals(1, child.said().lines().count(), child.said());
        }
    }

    /// A key that others have read is no key.
    @Test
    void aKeyThatOthersCanReadIsNotUsed(Fleet fleet) throws Exception {
        var data = Files.createDirectories(temporary.toRealPath().resolve("data"));
        var identity = Files.createDirectory(data.resolve("identity"));
        var key = Files.writeString(identity.resolve("certified.pem"), "key");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        var child = fleet.otherAgent("--servers", "127.0.0.1:1", "--data", data.toString());
        assertEquals(1, child.exitCode());
        assertTrue(child.said().contains("`chmod 600 " + key + "` ends that"), child.said());
    }
}
