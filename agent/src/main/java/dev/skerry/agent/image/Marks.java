package dev.skerry.agent.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What of a layer Java has no words for: that it takes something away which is below it (whiteouts
/// and opaque folders) as an overlay has it, and the times of its folders, that would change while
/// it is unpacked. It is gathered in a file, and done by a mode of the shim, which then waits for
/// the disk.
final class Marks implements AutoCloseable {
    private static final int WORDS_MAX = 200;
    private static final long PATIENCE_MINUTES = 10;

    private final Path file;
    private final OutputStream out;
    private final LayerBudget budget;

    /// @param file that is made anew, and removed when it is closed
    Marks(Path file, Path layer, LayerBudget budget) throws IOException {
        this.file = file;
        this.budget = budget;
        out = new BufferedOutputStream(Files.newOutputStream(file));
        add("", layer.toString());
    }

    /// Nothing of that path is seen that is below this layer.
    void away(String path) throws IOException {
        add("w", path);
    }

    /// Nothing in that folder is seen that is below this layer.
    void opaque(String path) throws IOException {
        add("o", path);
    }

    void time(String folder, long seconds) throws IOException {
        add("t" + seconds + " ", folder);
    }

    private void add(String order, String path) throws IOException {
        var bytes = (order + (path.isEmpty() ? "." : path) + "\0").getBytes(StandardCharsets.UTF_8);
        budget.take(bytes.length);
        out.write(bytes);
    }

    /// Does all of it; then the layer is on the disk.
    void make(Path shim) throws IOException, InterruptedException {
        out.close();
        var builder = new ProcessBuilder(shim.toString(), "marks");
        builder.environment().clear();
        builder.redirectInput(file.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        try {
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            if (!ended) throw ImageTrouble.now("the disk has not written it for ten minutes");
            if (process.exitValue() == 0) return;
            var said = process.getErrorStream().readNBytes(WORDS_MAX);
            throw failed(new String(said, StandardCharsets.UTF_8).strip());
        } finally {
            process.destroyForcibly();
        }
    }

    private static IOException failed(String said) {
        if (said.toLowerCase(Locale.ROOT).contains("no space left"))
            return new IOException("No space left on device");
        return ImageTrouble.now("its layer cannot be marked for an overlay: " + said);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
