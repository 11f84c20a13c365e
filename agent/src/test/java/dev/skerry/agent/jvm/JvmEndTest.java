package dev.skerry.agent.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.agent.driver.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of how a JVM ended, by what it wrote last.
class JvmEndTest {
    private static final String SHARE = "; raise resources.memory of the task, or its part in ";

    @TempDir Path logs;

    private static Exit exit(int code) {
        return new Exit(code, 0, Exit.Starved.NONE, Instant.EPOCH);
    }

    private String words(Exit exit, String stream, String text) throws Exception {
        Files.writeString(logs.resolve(stream + ".0"), text);
        var words = JvmEnd.inWords(exit, logs);
        Files.delete(logs.resolve(stream + ".0"));
        return words;
    }

    @Test
    void wantOfMemoryIsSaid() throws Exception {
        var said = "x".repeat(9_000) + "\nTerminating due to java.lang.OutOfMemoryError: %s\n";
        assertEquals(
                "exit code 3: out of memory, Java heap space" + SHARE + "jvmArgs",
                words(exit(3), "stdout", said.formatted("Java heap space")));
        var thrown =
                """
                Exception in thread "main" java.lang.OutOfMemoryError: Cannot reserve 9 bytes
                \tat java.base/java.nio.Bits.reserveMemory(Bits.java:178)
                """;
        assertEquals(
                "exit code 1: out of memory, Cannot reserve 9 bytes" + SHARE + "jvmArgs",
                words(exit(1), "stderr", thrown));
    }

    @Test
    void whatItCouldNotRunIsSaid() throws Exception {
        assertEquals(
                "exit code 1: it has classes for Java 25; say java: \">=25\"",
                words(
                        exit(1),
                        "stderr",
                        "java.lang.UnsupportedClassVersionError: org/example/Later has been"
                                + " compiled by a more recent version of the Java Runtime (class"
                                + " file version 69.0), this version of the Java Runtime only"
                                + " recognizes class file versions up to 61.0\n\tat x"));
        assertEquals(
                "exit code 1: the JVM could not begin, it says: Unrecognized VM option 'Foo'",
                words(
                        exit(1),
                        "stderr",
                        "Unrecognized VM option 'Foo'\nError: Could not create the Java Virtual"
                                + " Machine.\nError: A fatal exception has occurred.\n"));
        assertEquals(
                "exit code 1: its user cannot read /root/app.jar",
                words(exit(1), "stderr", "Error: Unable to access jarfile /root/app.jar\n"));
    }

    /// Whoever has it from elsewhere says it himself.
    @Test
    void nothingElseIsMadeOfIt() throws Exception {
        assertEquals("exit code 3", words(exit(3), "stdout", "three\n"));
        assertEquals("exit code 3", words(exit(3), "stderr", "Terminating due to nothing\n"));
        var error = "java.lang.OutOfMemoryError: Java heap space";
        assertEquals("exit code 7", words(exit(7), "stderr", error));
        assertEquals("exit code 1", words(exit(1), "stdout", error));
        assertEquals("exit code 1", JvmEnd.inWords(exit(1), logs.resolve("gone")));
        assertEquals(
                "ended by SIGKILL",
                JvmEnd.inWords(new Exit(0, 9, Exit.Starved.NONE, Instant.EPOCH), logs));
        var killed = new Exit(0, 9, Exit.Starved.FIRST, Instant.EPOCH);
        assertEquals(
                "killed: out of memory; raise resources.memory of the task",
                words(killed, "stdout", error));
    }
}
