package dev.skerry.agent.image;

import dev.skerry.agent.files.WholeFile;
import dev.skerry.agent.program.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The program that speaks with registries. It gets a home of its own, and what of the agent's
/// environment says how the network is reached.
final class Skopeo {
    private static final List<String> PASSED =
            List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR");

    /// No loop of it can come back, which would take a piece of the stack for each letter.
    private static final Pattern SAID =
            Pattern.compile("msg=\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");

    private static final Pattern UNKNOWN =
            Pattern.compile("manifest unknown|name unknown|name not known|404 \\(Not Found\\)");
    private static final Pattern PREFIX = Pattern.compile("^Error parsing image name \"[^\"]*\": ");
    private static final int SAID_BYTES_MAX = 64 * 1024;
    private static final int WORDS_MAX = 300;
    private static final long LOOK_MS = 1000;
    private static final long END_MS = 5000;
    private static final long STALL_NS = TimeUnit.MINUTES.toNanos(5);

    private final ImageSettings settings;
    private final Path home;

    /// @param home is made; nobody else needs what is in it
    Skopeo(ImageSettings settings, Path home) throws IOException {
        this.settings = settings;
        this.home = Files.createDirectories(home);
    }

    /// The bytes of a manifest, or of a config.
    byte[] inspect(String name, boolean config) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("inspect", "--raw"));
        if (config) words.add("--config");
        words.add("docker://" + name);
        var out = Files.createTempFile(home, "answer", "");
        try {
            run(words, out, JsonText.BYTES_MAX);
            return Files.readAllBytes(out);
        } finally {
            Files.deleteIfExists(out);
        }
    }

    /// Fetches what is not there yet into a layout of OCI.
    ///
    /// @param bytesMax what all of it may have
    void copy(String name, Path layout, long bytesMax) throws IOException, InterruptedException {
        var words =
                List.of(
                        "copy",
                        "--quiet",
                        "--retry-times=2",
                        "--dest-oci-accept-uncompressed-layers",
                        "docker://" + name,
                        "oci:" + layout + ":image");
        run(words, layout, bytesMax);
    }

    /// @param grows what it writes to
    private void run(List<String> words, Path grows, long bytesMax)
            throws IOException, InterruptedException {
        var errors = Files.createTempFile(home, "said", "");
        try {
            var builder = new ProcessBuilder(line(words));
            var environment = builder.environment();
            environment.keySet().removeIf(it -> !PASSED.contains(it.toUpperCase(Locale.ROOT)));
            environment.put("PATH", settings.path());
            for (var own : List.of("HOME", "XDG_RUNTIME_DIR", "TMPDIR"))
                environment.put(own, home.toString());
            builder.directory(home.toFile());
            builder.redirectInput(new File("/dev/null"));
            var answer = Files.isDirectory(grows) ? Redirect.DISCARD : Redirect.to(grows.toFile());
            builder.redirectOutput(answer).redirectError(errors.toFile());
            var process = builder.start();
            try {
                await(process, grows, bytesMax);
            } finally {
                end(process);
            }
            if (process.exitValue() != 0) throw trouble(errors);
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private List<String> line(List<String> words) throws IOException {
        var program = Command.along(settings.path(), "skopeo");
        if (program == null)
            throw ImageTrouble.bad(
                    "this node has no skopeo to fetch it with: install the package skopeo, or"
                            + " bring it as a file that ends with .tar");
        var line = new ArrayList<>(List.of(program.toString()));
        if (settings.registries() != null) line.add("--registries-conf=" + settings.registries());
        line.add(words.getFirst());
        if (settings.credentials() != null) line.add("--authfile=" + settings.credentials());
        line.addAll(words.subList(1, words.size()));
        return line;
    }

    private static void await(Process process, Path grows, long bytesMax)
            throws IOException, InterruptedException {
        long seen = -1;
        long sinceNs = System.nanoTime();
        while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
            long bytes = bytes(grows);
            if (bytes > bytesMax) break;
            if (bytes != seen) sinceNs = System.nanoTime();
            else if (System.nanoTime() - sinceNs > STALL_NS)
                throw ImageTrouble.now("its registry has sent nothing for five minutes");
            seen = bytes;
        }
        if (bytes(grows) > bytesMax)
            throw ImageTrouble.bad(
                    "its registry sends more than the " + ImageTrouble.size(bytesMax) + " it may");
    }

    private static long bytes(Path grows) throws IOException {
        try (var all = Files.walk(grows)) {
            return all.mapToLong(it -> it.toFile().length()).sum();
        } catch (NoSuchFileException | UncheckedIOException e) {
            return 0; // it was renamed while it was looked at
        }
    }

    private static void end(Process process) {
        boolean interrupted = Thread.interrupted();
        process.destroy();
        try {
            if (!process.waitFor(END_MS, TimeUnit.MILLISECONDS))
                process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /// What a line of it says, of all that stands in it.
    static String message(String line) {
        var said = SAID.matcher(line);
        return said.find() ? said.group(1).replace("\\\"", "\"") : line;
    }

    private static IOException trouble(Path errors) throws IOException {
        var said = WholeFile.read(errors, SAID_BYTES_MAX).strip();
        var last = said.substring(said.lastIndexOf('\n') + 1);
        last = message(last);
        last = PREFIX.matcher(last).replaceFirst("");
        if (last.contains("no space left on device"))
            return new IOException("No space left on device");
        if (last.length() > WORDS_MAX) last = "…" + last.substring(last.length() - WORDS_MAX);
        var words = "skopeo says: " + (last.isEmpty() ? "nothing" : last);
        return UNKNOWN.matcher(last).find() ? ImageTrouble.bad(words) : ImageTrouble.now(words);
    }
}
