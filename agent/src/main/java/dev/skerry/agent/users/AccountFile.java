package dev.skerry.agent.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The lines of `passwd` or `group`, which each start of a task asks for several times: read again
/// when the file is another, or has changed.
final class AccountFile {
    private static final long BYTES_MAX = 1024 * 1024;

    /// A file that was changed later than that before it was read may be changed once more in the
    /// same moment, as its file system counts.
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private static final Map<Path, AccountFile> READ = new ConcurrentHashMap<>();

    private final BasicFileAttributes seen;
    private final List<String[]> lines;

    private AccountFile(BasicFileAttributes seen, List<String[]> lines) {
        this.seen = seen;
        this.lines = lines;
    }

    /// Each line's fields. They are not to be changed.
    static List<String[]> lines(Path file) throws IOException {
        var now = Files.readAttributes(file, BasicFileAttributes.class);
        var read = READ.get(file);
        if (read != null && same(read.seen, now)) return read.lines;
        if (now.size() > BYTES_MAX) throw new IOException(file + " exceeds 1 MiB");
        var lines = Files.readAllLines(file).stream().map(it -> it.split(":", -1)).toList();
        if (now.lastModifiedTime().toInstant().isAfter(Instant.now().minus(MOMENT)))
            READ.remove(file);
        else READ.put(file, new AccountFile(now, lines));
        return lines;
    }

    private static boolean same(BasicFileAttributes one, BasicFileAttributes other) {
        return one.size() == other.size()
                && one.lastModifiedTime().equals(other.lastModifiedTime())
                && same(one.fileKey(), other.fileKey());
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return one != null && one.equals(other);
    }
}
