package dev.skerry.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A data directory belongs to one agent: two would run its tasks twice and spoil its journal. The
/// kernel lets go of the lock when the process is gone, however it ended.
final class DataLock implements Closeable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the directory, and makes it when it is not there.
    ///
    /// @throws IOException when another agent has it
    static DataLock take(Path data) throws IOException {
        Files.createDirectories(data);
        var channel =
                FileChannel.open(
                        data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) return new DataLock(channel);
        } catch (OverlappingFileLockException e) {
            // this very process has it: said below
        }
        channel.close();
        throw new IOException(
                "another agent uses the directory %s; give this one its own with --data"
                        .formatted(data));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
