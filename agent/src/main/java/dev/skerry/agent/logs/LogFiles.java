package dev.skerry.agent.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The files of one stream that are there now, by the offset of their first byte, oldest first.
public record LogFiles(Path directory, String stream, List<Long> starts) {
    public LogFiles {
        starts = List.copyOf(starts);
    }

    /// Looks which files of this stream the directory holds; none when it isn't there.
    public static LogFiles of(Path directory, String stream) throws IOException {
        var starts = new ArrayList<Long>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                long start = start(String.valueOf(entry.getFileName()), stream);
                if (start >= 0) starts.add(start);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return new LogFiles(directory, stream, List.of());
        }
        Collections.sort(starts);
        return new LogFiles(directory, stream, starts);
    }

    private static long start(String name, String stream) {
        int digits = stream.length() + 1;
        if (!name.startsWith(stream + ".") || name.length() == digits) return -1;
        try {
            return Long.parseLong(name, digits, name.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /// The newest files, at most so many, after the older ones were removed.
    public List<Long> newest(int filesMax) throws IOException {
        int from = Math.max(0, starts.size() - filesMax);
        for (int i = 0; i < from; i++) Files.deleteIfExists(file(i));
        return starts.subList(from, starts.size());
    }

    int count() {
        return starts.size();
    }

    long start(int index) {
        return starts.get(index);
    }

    Path file(int index) {
        return directory.resolve(stream + "." + starts.get(index));
    }

    /// Index of the file that holds an offset; the oldest when the offset is older, -1 when there
    /// is no file.
    int holding(long offset) {
        if (starts.isEmpty()) return -1;
        int found = Collections.binarySearch(starts, offset);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }
}
