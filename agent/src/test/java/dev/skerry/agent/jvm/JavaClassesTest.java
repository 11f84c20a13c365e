package dev.skerry.agent.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.TaskRun.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of a jar or of classes before a JVM is started with them.
class JavaClassesTest {
    private static final String HELLO =
            "package org.example; public class Hello { public static void main(String[] a) {} }";

    @TempDir Path folder;

    @BeforeEach
    void make() throws Exception {
        Jars.made(folder, "app.jar", 21, HELLO);
        var words = folder.resolve("app.jar.classes");
        Jars.run("jar", "-c", "-f", folder.resolve("plain.jar") + "", "-C", words + "", ".");
        Jars.run(
                "jar",
                "-c",
                "-f",
                folder.resolve("other.jar") + "",
                "-e",
                "org.example.Gone",
                "-C",
                words + "",
                ".");
        var manifest = Files.writeString(folder.resolve("m"), "Class-Path: app.jar\n");
        Jars.run(
                "jar",
                "-c",
                "-f",
                folder.resolve("path.jar") + "",
                "-m",
                manifest + "",
                "-C",
                folder + "",
                "m");
        Files.writeString(folder.resolve("text.jar"), "no zip at all, whatever it is called");
        Files.createDirectories(folder.resolve("empty"));
        Files.createDirectories(folder.resolve("lib"));
        Files.copy(folder.resolve("plain.jar"), folder.resolve("lib/plain.jar"));
    }

    private JavaClasses jar(String name) throws TaskRefused {
        return JavaClasses.of(JavaTasks.jar(name, List.of(), 0), folder);
    }

    private JavaClasses path(String... classPath) throws TaskRefused {
        return JavaClasses.of(JavaTasks.main("org.example.Hello", classPath), folder);
    }

    private String refused(JavaProgram program) {
        var refused = assertThrows(TaskRefused.class, () -> JavaClasses.of(program, folder));
        assertTrue(refused.permanent());
        return refused.reason().replace(folder.toString(), "DIR");
    }

    private String refusedJar(String name) {
        return refused(JavaTasks.jar(name, List.of(), 0));
    }

    private String refusedMain(String main, String... classPath) {
        return refused(JavaTasks.main(main, classPath));
    }

    @Test
    void aJarIsRunByItsName() throws Exception {
        var found = jar("app.jar");
        assertEquals(List.of("-jar", "app.jar"), found.words());
        assertEquals(21, found.feature());
        assertEquals(List.of(folder.resolve("app.jar")), found.files());
        assertEquals(21, jar(folder.resolve("app.jar").toString()).feature());
    }

    @Test
    void whatIsWrongWithAJarIsSaid() {
        assertEquals("jar 'gone.jar' (DIR/gone.jar) is not there", refusedJar("gone.jar"));
        assertEquals("jar 'lib' (DIR/lib) is a folder", refusedJar("lib"));
        assertEquals("jar '/dev/null' is not a file", refusedJar("/dev/null"));
        assertEquals("jar 'a\0b' is not a path", refusedJar("a\0b"));
        assertEquals(
                "jar 'text.jar' (DIR/text.jar) is no jar: it is not a zip file, or damaged",
                refusedJar("text.jar"));
        assertEquals(
                "jar 'plain.jar' has no Main-Class in its manifest; say main and classPath instead"
                        + " of jar, or have it packed with one",
                refusedJar("plain.jar"));
        assertEquals(
                "jar 'other.jar' does not have the class org.example.Gone, which its Main-Class"
                        + " names",
                refusedJar("other.jar"));
    }

    @Test
    void aClassIsLookedForWhereItMayBe() throws Exception {
        var found = path("empty", "app.jar.classes", "lib/plain.jar");
        var words = List.of("-cp", "empty:app.jar.classes:lib/plain.jar", "org.example.Hello");
        assertEquals(words, found.words());
        assertEquals(21, found.feature());
        assertEquals(3, found.files().size());
        assertEquals(21, path("lib/plain.jar").feature());
        assertEquals(21, path("empty:lib/plain.jar").feature(), "as the JVM takes it");
        var all = path("lib/*");
        assertEquals(21, all.feature());
        assertEquals(List.of(folder.resolve("lib/plain.jar")), all.files());
        assertEquals(0, path("path.jar").feature(), "another jar may have it");
    }

    @Test
    void whatIsWrongWithAClassPathIsSaid() {
        assertEquals(
                "classPath 'gone.jar' (DIR/gone.jar) is not there",
                refusedMain("org.example.Hello", "app.jar", "gone.jar"));
        assertEquals("classPath 'no/*' (DIR/no) is not there", refusedMain("a.B", "no/*"));
        assertEquals(
                "classPath 'app.jar/*' is all jars of a folder, and DIR/app.jar is none",
                refusedMain("a.B", "app.jar/*"));
        assertEquals(
                "main 'a.B' is in none of classPath, which is app.jar, lib/*",
                refusedMain("a.B", "app.jar", "lib/*"));
        assertEquals(
                "classPath 'text.jar' (DIR/text.jar) is no jar: it is not a zip file, or damaged",
                refusedMain("org.example.Hello", "text.jar"));
    }

    /// A task can put one there at any moment; the agent reads nothing of it, and goes on.
    @Test
    void aPipeIsNoJar() throws Exception {
        var pipe = folder.resolve("pipe.jar");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals("jar 'pipe.jar' (DIR/pipe.jar) is not a file", refusedJar("pipe.jar"));
        assertEquals(
                "classPath 'pipe.jar' (DIR/pipe.jar) is not a file",
                refusedMain("a.B", "pipe.jar"));
    }

    @Test
    void aManifestIsReadAsJavaReadsIt() {
        var text =
                """
                Manifest-Version: 1.0
                main-class: org.example.AVeryLongName
                 OfAClass
                Class-Path: a.jar
                  b.jar

                Main-Class: no
                """
                        .replace("\n", "\r\n");
        assertEquals("org.example.AVeryLongNameOfAClass", ClassLook.attribute(text, "Main-Class"));
        assertEquals("a.jar b.jar", ClassLook.attribute(text, "Class-Path"));
        assertEquals("", ClassLook.attribute(text, "Launcher"));
        assertEquals("", ClassLook.attribute("", "Main-Class"));
        assertEquals("a.B", ClassLook.attribute("Main-Class:a.B", "Main-Class"));
    }
}
