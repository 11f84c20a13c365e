package dev.skerry.bench.tasks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skerry.bench.Figures;
import dev.skerry.bench.Folders;
import dev.skerry.bench.ProcessLook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a WASM module costs in its host, as an agent starts it for a task of 64 MiB: from the start
/// to its first word, and what it holds then; and how fast it counts, beside the same C program
/// compiled for the machine. Arguments: starts.
public final class WasmBench {
    private static final double MIB = 1024 * 1024;
    private static final long SETTLE_MS = 2_000;
    private static final String SOURCE = "bench/src/main/c/module.c";

    private final Path folder;

    private WasmBench(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        int starts = Figures.argument(arguments, 0, 20);
        var folder = Files.createTempDirectory("skerry-bench-");
        try {
            var bench = new WasmBench(folder);
            bench.compile("clang", "--target=wasm32-wasi");
            bench.compile("cc");
            bench.starts(starts);
            double module = bench.counts(host("-XX:MaxRAM=256m", "-Xmx64m"));
            double small = bench.counts(host("-XX:TieredStopAtLevel=1", "-Xmx32m"));
            double machine = bench.counts(List.of(folder.resolve("cc").toString()));
            Figures.only("fibonacci(32), compiled for the machine", machine * 1e3, "ms");
            Figures.under("the same as a module, of 128 MiB and more", module * 1e3, "ms", 1_000);
            Figures.only("the same, of less", small * 1e3, "ms");
        } finally {
            Folders.delete(folder);
        }
        Figures.machine(WasmBench.class, arguments);
    }

    private void compile(String compiler, String... more) throws IOException, InterruptedException {
        var root = Path.of(System.getenv("SKERRY_HOME")).resolveSibling(SOURCE);
        var words = new ArrayList<>(List.of(compiler, "-O2"));
        words.addAll(List.of(more));
        words.addAll(List.of("-o", folder.resolve(compiler).toString(), root.toString()));
        if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0)
            throw new IOException("it takes clang, lld, wasi-libc and libclang-rt-dev-wasm32");
    }

    /// As the driver has it, but for walls.
    private static List<String> host(String... options) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xrs", "-XX:-UsePerfData", "-XX:+UseSerialGC"));
        words.addAll(List.of(options));
        var jars = Path.of(System.getenv("SKERRY_HOME"), "lib", "wasm", "*").toString();
        words.addAll(List.of("-cp", jars, "dev.skerry.wasm.WasmMain"));
        return words;
    }

    private void starts(int count) throws IOException, InterruptedException {
        var tookMs = new ArrayList<Double>();
        var held = ProcessLook.Memory.NONE;
        for (int i = 0; i < count; i++) {
            var words = new ArrayList<>(host("-XX:TieredStopAtLevel=1", "-Xmx32m"));
            words.addAll(List.of(folder.resolve("clang").toString(), "wait"));
            long beganNs = System.nanoTime();
            var process = new ProcessBuilder(words).start();
            try (var said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
                if (!"begun".equals(said.readLine())) throw new IOException("it did not begin");
                tookMs.add((System.nanoTime() - beganNs) / 1e6);
                if (i == count - 1) {
                    Thread.sleep(SETTLE_MS);
                    held = ProcessLook.memory(process.pid());
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        Collections.sort(tookMs);
        Figures.under(
                "started to its first word, p50 of " + count, tookMs.get(count / 2), "ms", 1_000);
        Figures.only("the slowest of them", tookMs.getLast(), "ms");
        Figures.under("what it holds then, private", held.privateBytes() / MIB, "MiB", 64);
        Figures.only("resident", held.rssBytes() / MIB, "MiB");
    }

    /// Seconds, the best of five rounds.
    private double counts(List<String> before) throws IOException, InterruptedException {
        var words = new ArrayList<>(before);
        if (before.size() > 1) words.add(folder.resolve("clang").toString());
        var process =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
        if (process.waitFor() != 0) throw new IOException("it failed: " + said);
        return Double.parseDouble(said);
    }
}
