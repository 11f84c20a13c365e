package dev.skerry.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/// Modules made of C, as their authors make them.
final class Modules {
    private Modules() {}

    /// @param name of a file below `src/test/c`, without its end
    static Path compiled(String name, Path directory) throws IOException, InterruptedException {
        var module = directory.resolve(name + ".wasm");
        var compiler =
                new ProcessBuilder(
                                "clang",
                                "--target=wasm32-wasi",
                                "-O1",
                                "-o",
                                module.toString(),
                                Path.of("src/test/c", name + ".c").toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        if (compiler.waitFor() == 0) return module;
        throw new IOException("clang, of packages clang, lld and wasi-libc, says: " + said);
    }
}
