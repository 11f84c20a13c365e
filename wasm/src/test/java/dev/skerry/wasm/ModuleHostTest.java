package dev.skerry.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Modules of C, run as a host runs them.
class ModuleHostTest {
    /// Its first function is its begin.
    private static final String BEGIN = "070a01065f73746172740000";

    @TempDir static Path made;
    private static Path work;

    @TempDir Path directory;
    private final Map<String, String> variables = new HashMap<>();
    private final LinkedHashMap<String, Path> folders = new LinkedHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeAll
    static void compile() throws Exception {
        work = Modules.compiled("work", made);
    }

    private ModuleEnd run(Path module, int pages, String... args) {
        var orders = new HostOrders(module, pages, 0, folders, List.of(), List.of(args));
        var in = new ByteArrayInputStream("a line\n".getBytes(UTF_8));
        return new ModuleHost(orders, variables, in, out, out).run();
    }

    private String said(String... args) {
        assertEquals(ModuleEnd.own(0), run(work, 256, args));
        return out.toString(UTF_8).strip();
    }

    @Test
    void itsCodeIsItsOwn() {
        assertEquals(ModuleEnd.own(0), run(work, 256, "brief", "0"));
        assertEquals(ModuleEnd.own(7), run(work, 256, "brief", "7"));
        assertEquals(ModuleEnd.own(124), run(work, 256, "brief", "124"));
    }

    @Test
    void itHasItsNameAndVariablesAndItsInput() {
        variables.put("A", "b c");
        assertEquals("work.wasm A=b c HOME=(none)", said("say", "A", "HOME"));
        out.reset();
        assertEquals("a line", said("in"));
    }

    @Test
    void whatTrapsSaysWhy() {
        assertEquals(
                ModuleEnd.trapped("Trapped on unreachable instruction"), run(work, 256, "trap"));
        assertEquals(125, run(work, 256, "deep").code());
    }

    @Test
    void itHasNoMoreMemoryThanItMay() {
        assertEquals("had it", said("greedy", "8"));
        out.reset();
        assertEquals(ModuleEnd.own(9), run(work, 256, "greedy", "64"));
        assertEquals("no more\n", out.toString(UTF_8));
        assertEquals(
                ModuleEnd.noModule(
                        "it takes 0 MiB at its start, and may have 0; raise resources.memory"),
                run(work, 1, "brief", "0"));
    }

    @Test
    void itSeesItsFoldersAndNothingElse() throws Exception {
        Files.writeString(directory.resolve("there"), "what is there");
        folders.put("local", directory);
        assertEquals("what is there", said("copy", "local/there"));
        out.reset();
        assertEquals("kept", said("keep", "local/new", "text"));
        assertEquals("text", Files.readString(directory.resolve("new")));
        for (var outside : List.of("/etc/passwd", "local/../../etc/passwd", "../x", "there")) {
            out.reset();
            assertTrue(said("copy", outside).startsWith(outside + ": "), outside);
        }
    }

    @Test
    void whatIsNoModuleIsRefused() throws Exception {
        var file = Files.writeString(directory.resolve("x"), "#!/bin/sh\n");
        var end = run(file, 256);
        assertEquals(126, end.code());
        assertTrue(end.why().startsWith(file + " is no module: "), end.why());
        assertEquals(126, run(directory.resolve("gone"), 256).code());
        var library = library(directory.resolve("library.wasm"), "");
        assertEquals(
                ModuleEnd.noModule(library + " exports no _start: it is a library, and no program"),
                run(library, 256));
    }

    /// A module without anything, or one that imports a function of `env`, by the format's own
    /// bytes.
    private static Path library(Path file, String more) throws Exception {
        var bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        bytes.write(java.util.HexFormat.of().parseHex(more));
        return Files.write(file, bytes.toByteArray());
    }

    @Test
    void whatAsksForMoreThanWasiIsToldWhatItIs() throws Exception {
        // type () -> (); import env.f; export it as _start
        var module =
                library(
                        directory.resolve("more.wasm"),
                        "01040160000002090103656e76016600000" + "70a01065f73746172740000");
        assertEquals(
                ModuleEnd.noModule("it asks for env.f, which is nothing of WASI preview 1"),
                run(module, 256));
    }

    private ModuleEnd endOf(String bytes) throws Exception {
        return run(library(directory.resolve("x.wasm"), bytes), HostOrders.PAGES_MAX);
    }

    @Test
    void whatAsksForAMemoryOrATableIsToldWhatItIs() throws Exception {
        // import memory env.m, or table env.t; func _start
        assertEquals(
                ModuleEnd.noModule("it asks for env.m, which is nothing of WASI preview 1"),
                endOf(
                        "010401600000"
                                + "020a0103656e76016d020001"
                                + "03020100"
                                + BEGIN
                                + "0a040102000b"));
        assertEquals(
                ModuleEnd.noModule("it asks for env.t, which is nothing of WASI preview 1"),
                endOf(
                        "010401600000"
                                + "020b0103656e7601740170"
                                + "0001"
                                + "03020100"
                                + BEGIN
                                + "0a040102000b"));
    }

    @Test
    void aBeginThatTakesSomethingIsNone() throws Exception {
        assertEquals(
                ModuleEnd.noModule("its _start wants arguments"),
                endOf("01050160017f00" + "03020100" + BEGIN + "0a040102000b"));
    }

    @Test
    void aCallOfAnotherTypeIsNone() throws Exception {
        // import fd_close, as () -> ()
        assertEquals(
                ModuleEnd.noModule(
                        "incompatible import type for host function"
                                + " wasi_snapshot_preview1.fd_close"),
                endOf(
                        "010401600000"
                                + "02230116776173695f736e617073686f745f7072657669657731"
                                + "0866645f636c6f73650000"
                                + "03020100"
                                + "070a01065f73746172740001"
                                + "0a040102000b"));
    }

    @Test
    void noMemoryIsLargerThanThereCanBe() throws Exception {
        // memory of 40,000 pages
        assertEquals(
                ModuleEnd.noModule(
                        "it takes 2500 MiB at its start, and no module has more than 2047 here"),
                endOf("010401600000" + "03020100" + "05050100c0b802" + BEGIN + "0a040102000b"));
    }

    @Test
    void whatTrapsBeforeItsBeginHasTrapped() throws Exception {
        assertEquals(
                ModuleEnd.trapped("Trapped on unreachable instruction"),
                endOf("010401600000" + "03020100" + BEGIN + "080100" + "0a05010300000b"));
    }

    @Test
    void nothingOfAModuleIsNone() throws Exception {
        var file = Files.createFile(directory.resolve("empty.wasm"));
        assertEquals(126, run(file, 256).code());
    }
}
