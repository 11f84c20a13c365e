package dev.skerry.agent.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/// Jars as people make them: by `javac` and `jar`.
public final class Jars {
    /// Does what its first word says.
    private static final String WORK =
            """
            package org.example;

            public class Work {
                static Object kept;

                public static void main(String[] words) throws Exception {
                    switch (words[0]) {
                        case "lasting":
                            Runnable end = () -> Runtime.getRuntime().halt(5);
                            Runtime.getRuntime().addShutdownHook(new Thread(end));
                            System.out.println("ready");
                            new java.util.concurrent.CountDownLatch(1).await();
                        case "brief":
                            System.exit(Integer.parseInt(words[1]));
                        case "greedy":
                            var all = new java.util.ArrayList<byte[]>();
                            kept = all;
                            for (int i = 0; i < 100; i++) {
                                byte[] some = new byte[1 << 20];
                                java.util.Arrays.fill(some, (byte) 1);
                                all.add(some);
                            }
                            System.out.println("full");
                            return;
                        case "direct":
                            kept = java.nio.ByteBuffer.allocateDirect(100 << 20);
                            return;
                        case "heap":
                            System.out.println(Runtime.getRuntime().maxMemory() >> 20);
                            return;
                        case "properties":
                            for (int i = 1; i < words.length; i++)
                                System.out.println(words[i] + "=" + System.getProperty(words[i]));
                            return;
                        case "environment":
                            for (int i = 1; i < words.length; i++)
                                System.out.println(words[i] + "=" + System.getenv(words[i]));
                            return;
                        default:
                            System.out.println(String.join(" ", words));
                    }
                }
            }
            """;

    private Jars() {}

    /// A jar with a class that does what it is told to, for Java 17 and later.
    public static Path work(Path folder) throws Exception {
        return made(folder, "work.jar", 17, WORK);
    }

    /// A jar with one class of the package `org.example`, which is its main class.
    static Path made(Path folder, String name, int release, String source) throws Exception {
        var classes = classes(folder.resolve(name + ".classes"), release, source);
        var main = "org.example." + simple(source);
        run("jar", "-c", "-f", folder.resolve(name) + "", "-e", main, "-C", classes + "", ".");
        return folder.resolve(name);
    }

    /// Its classes in a folder.
    static Path classes(Path folder, int release, String source) throws Exception {
        Files.createDirectories(folder);
        var sources = Files.createDirectories(folder.resolveSibling(folder.getFileName() + ".src"));
        var file = Files.writeString(sources.resolve(simple(source) + ".java"), source);
        run("javac", "--release", release + "", "-d", folder + "", file + "");
        return folder;
    }

    private static String simple(String source) {
        var from = source.substring(source.indexOf(" class ") + " class ".length());
        return from.substring(0, from.indexOf(' '));
    }

    static void run(String tool, String... words) {
        var said = new StringWriter();
        var out = new PrintWriter(said, true);
        var all = new ArrayList<>(List.of(words));
        if (tool.equals("javac")) all.add("-nowarn");
        var found = ToolProvider.findFirst(tool).orElseThrow();
        assertEquals(0, found.run(out, out, all.toArray(String[]::new)), said.toString());
    }
}
