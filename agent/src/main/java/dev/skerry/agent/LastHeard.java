package dev.skerry.agent;

import dev.skerry.agent.files.WholeFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// When a server was heard last, for the agent that comes after this one: so that killing an agent
/// does not give its tasks more time alone. Written without a sync, it need not outlive the boot.
final class LastHeard implements Closeable {
    /// A boot's id and a number.
    private static final int BYTES_MAX = 64;

    private final Path file;
    private final FileChannel channel;
    private final String bootId;

    LastHeard(Path data, String bootId) throws IOException {
        this.bootId = bootId;
        file = data.resolve("heard");
        channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        WholeFile.OWN);
    }

    /// A server was heard now.
    void heard(long tickMs) {
        var line = (bootId + " " + tickMs + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            channel.write(ByteBuffer.wrap(line), 0);
        } catch (IOException e) {
            // the next agent counts from its own start
        }
    }

    /// In this boot; -1: never.
    long tickMs() {
        try (var in = Files.newInputStream(file)) {
            var line = new String(in.readNBytes(BYTES_MAX), StandardCharsets.US_ASCII);
            int space = line.indexOf(' ');
            int end = line.indexOf('\n');
            if (space < 0 || end < space || !line.startsWith(bootId)) return -1;
            return Long.parseLong(line, space + 1, end, 10);
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
