package dev.skerry.server;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Caller;
import dev.skerry.server.cluster.ClusterServerRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each kind of file in a server's data folder, damaged, missing or somebody else's: the server
/// says one sentence that names it, or goes on without it.
class DamagedDataTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /// Nobody waits longer to be told what is wrong.
    private static final Duration WITHIN = Duration.ofSeconds(5);

    @TempDir static Path whole;
    @TempDir Path folder;

    /// As three killed servers leave it: two closed parts of the log, and one still written.
    @BeforeAll
    static void run() throws Exception {
        for (int start = 0; start < 3; start++) {
            var parts = new AtomicReference<@Nullable ServerParts>();
            try (var _ = server(whole.resolve("" + start), parts)) {
                var leader = present(parts.get()).leader();
                for (int i = 0; i < 5; i++) {
                    var hash = "%064x".formatted(start * 10 + i);
                    var issue = new ClusterMessage.IssueToken(hash, "default", 3_600_000);
                    assertInstanceOf(
                            Applied.Done.class,
                            leader.submit(CLUSTER, issue, Caller.SERVERS).join());
                }
                copy(
                        whole.resolve("" + start),
                        whole.resolve(start == 2 ? "data" : "" + (start + 1)));
            }
        }
    }

    private static ServerParts present(@Nullable ServerParts parts) {
        assertNotNull(parts);
        return parts;
    }

    private static Server server(Path data, AtomicReference<@Nullable ServerParts> parts)
            throws IOException, InterruptedException {
        var settings = ServerSettings.defaults().at(ANY_PORT, ANY_PORT, data);
        return new Server(
                settings,
                List.of(new ClusterServerRoom()),
                given -> {
                    parts.set(given);
                    return new NoPages();
                },
                _ -> {});
    }

    private record NoPages() implements Front.Open {
        @Override
        public InetSocketAddress address() {
            return ANY_PORT;
        }

        @Override
        public Socket enter(InetSocketAddress from) throws IOException {
            throw new IOException("there are no pages");
        }

        @Override
        public void close() {}
    }

    private static String name(Path file) {
        return file.getFileName() + "";
    }

    private static Path find(Path under, String pattern) throws IOException {
        try (var files = Files.walk(under)) {
            return files.filter(it -> name(it).matches(pattern)).sorted().findFirst().orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void damage(Path file, String how) throws IOException {
        switch (how) {
            case "missing" -> Files.delete(file);
            case "empty" -> Files.write(file, new byte[0]);
            case "folder" -> {
                Files.delete(file);
                Files.createDirectory(file);
            }
            case "link" -> {
                Files.delete(file);
                Files.createSymbolicLink(file, file);
            }
            case "foreign" -> Files.writeString(file, "This is somebody else's file.\n".repeat(9));
            default -> {
                var bytes = Files.readAllBytes(file);
                bytes[Integer.parseInt(how)] ^= 1;
                Files.write(file, bytes);
            }
        }
    }

    /// @param how the byte that is changed in one bit, or what else is done to the file
    /// @param says what the sentence has in it besides the file's name
    @ParameterizedTest
    @CsvSource({
        "log_0-[0-9]+, 3, damaged at its beginning",
        "log_0-[0-9]+, 300, damaged after entry",
        "log_0-[0-9]+, empty, is empty",
        "log_0-[0-9]+, foreign, damaged at its beginning",
        "log_[1-9][0-9]*-[0-9]+, 300, damaged after entry",
        "log_inprogress_[0-9]+, 2, damaged at its beginning",
        "log_inprogress_[0-9]+, foreign, damaged at its beginning",
        "raft-meta, missing, is missing",
        "raft-meta, folder, Is a directory",
        "log_0-[0-9]+, link, it is a link to itself",
        "log_inprogress_[0-9]+, folder, damaged at its beginning",
        "epoch, folder, Is a directory",
        "authority.pem, 100, is damaged",
        "authority.pem, 501, is damaged",
        "authority.pem, empty, there is no PRIVATE KEY in it",
        "authority.pem, missing, is missing",
        "epoch, empty, is damaged",
        "epoch, foreign, is damaged",
    })
    void namesTheFileAndSaysWhatToDo(String file, String how, String says) throws Exception {
        var said = said(file, how);
        assertTrue(said.contains(says), said);
        assertTrue(said.matches("(?s).*/" + file + "[^0-9].*"), said);
        assertTrue(said.contains("backup"), said);
    }

    @ParameterizedTest
    @CsvSource({
        "log_0-[0-9]+, missing, before .*/log_[1-9][0-9]*-[0-9]+ is missing.* 0 on.*backup",
        "log_[1-9][0-9]*-[0-9]+, missing, before .*/log_inprogress_[0-9]+ is missing.*backup",
        "log_inprogress_[0-9]+, missing, /log_[1-9][0-9]*-[0-9]+ is damaged after entry.*backup",
        "log_inprogress_[0-9]+, empty, /log_inprogress_[0-9]+ is damaged.*backup",
        "in_use.lock, folder, in_use.lock: Is a directory; move it away",
        "acknowledged, folder, acknowledged: Is a directory; move it away",
        "acknowledged, link, acknowledged: it is a link to itself",
        "server.pem, folder, server.pem is a folder; move it away",
        "authority.pem, folder, authority.pem is a folder; move it away",
        "format, 3, has the format \"skesry server 4\"",
        "format, foreign, begin anew with another --data",
    })
    void saysWhatIsMissingOrForeign(String file, String how, String says) throws Exception {
        var said = said(file, how);
        assertTrue(said.matches(".*" + says + ".*"), said);
    }

    private Path whole() throws Exception {
        var data = folder.resolve("data");
        copy(whole.resolve("data"), data);
        return data;
    }

    private String said(String file, String how) throws Exception {
        whole();
        return refused(file, how);
    }

    private String refused(String file, String how) throws Exception {
        var data = folder.resolve("data");
        damage(find(data, file), how);
        var before = content(data);
        long begunNs = System.nanoTime();
        try (var _ = server(data, new AtomicReference<>())) {
            return fail("it started");
        } catch (IOException e) {
            long tookNs = System.nanoTime() - begunNs;
            assertTrue(tookNs < WITHIN.toNanos(), "after " + tookNs + " ns");
            var words = FileTrouble.words(e);
            assertTrue(!words.contains("Exception") && !words.contains("\n"), words);
            assertEquals(before, content(data), "nothing is changed on the disk");
            return words;
        }
    }

    /// All files but those that say who uses the folder.
    private static List<String> content(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(it -> !name(it).matches("in_use.lock|lock"))
                    .map(it -> it + " " + hash(it))
                    .sorted()
                    .toList();
        }
    }

    private static String hash(Path file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// Ratis leaves it so where the disk has no room; from what was noted it is made anew.
    @Test
    void aVoteThatIsCutAndNotNotedIsDamaged() throws Exception {
        Files.delete(find(whole(), "term"));
        var said = refused("raft-meta", "empty");
        assertTrue(said.contains("raft-meta is damaged") && said.contains("backup"), said);
    }

    /// The server's own certificate is made anew, and so are the notes of how far the log was
    /// acknowledged, and of what Ratis keeps in files that may be cut.
    @ParameterizedTest
    @CsvSource({
        "server.pem, 100",
        "server.pem, 501",
        "server.pem, empty",
        "server.pem, foreign",
        "server.pem, missing",
        "acknowledged, 3",
        "acknowledged, empty",
        "acknowledged, foreign",
        "acknowledged, missing",
        "raft-meta, empty",
        "raft-meta, foreign",
        "raft-meta.conf, empty",
        "raft-meta.conf, foreign",
        "term, empty",
        "term, foreign",
        "members, missing",
    })
    void goesOnWithoutWhatCanBeMadeAnew(String file, String how) throws Exception {
        var data = whole();
        damage(find(data, file), how);
        var parts = new AtomicReference<@Nullable ServerParts>();
        try (var _ = server(data, parts)) {
            var cluster = present(parts.get()).leader().now().of(CLUSTER);
            assertEquals(15, cluster.tokens().size());
        }
    }
}
