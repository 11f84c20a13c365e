package dev.skerry.agent.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A registry of images on this machine, Debian's `docker-registry`.
final class LocalRegistry implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(2);

    private final Path folder;
    private final Path log;
    private final int port;
    private final Process process;

    LocalRegistry(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        log = folder.resolve("log");
        port = freePort();
        var config =
                """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s/data}}
                http: {addr: '%s'}
                """
                        .formatted(folder, host());
        var file = Files.writeString(folder.resolve("config.yml"), config);
        Files.writeString(
                registries(),
                "[[registry]]\nlocation = \"%s\"\ninsecure = true\n".formatted(host()));
        process =
                new ProcessBuilder("docker-registry", "serve", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > untilNs)
                throw new IOException("no registry: " + Files.readString(log));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    /// A registries.conf that knows it.
    Path registries() {
        return folder.resolve("registries.conf");
    }

    /// Has an image at that name, or several with an index.
    String push(String name, ImageDraft... images) throws Exception {
        var layout = folder.resolve("layout-" + System.nanoTime());
        if (images.length > 1) {
            var files = ImageDraft.layout(images);
            var index = ImageDraft.index(images);
            ImageDraft.put(files, index);
            var one =
                    """
                    {"schemaVersion": 2, "manifests": [{"mediaType":
                     "application/vnd.oci.image.index.v1+json", "digest": "%s", "size": %d}]}\
                    """
                            .formatted(Digests.of(index), index.length);
            files.put("index.json", ImageDraft.bytes(one));
            copy(layout, files, name);
        } else copy(layout, ImageDraft.layout(images), name);
        return host() + "/" + name;
    }

    private void copy(Path layout, Map<String, byte[]> files, String name) throws Exception {
        ImageDraft.writeFolder(layout, files);
        InStore.run(
                "skopeo",
                "--insecure-policy",
                "--registries-conf=" + registries(),
                "copy",
                "--all",
                "--preserve-digests",
                "oci:" + layout,
                "docker://" + host() + "/" + name);
    }

    /// How often it was asked for these bytes, by anybody.
    long asked(byte[] blob) throws IOException {
        var words = "\"GET /v2/";
        var digest = Digests.of(blob);
        var text = Files.readString(log, StandardCharsets.ISO_8859_1);
        return text.lines().filter(it -> it.contains(words) && it.contains(digest)).count();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
