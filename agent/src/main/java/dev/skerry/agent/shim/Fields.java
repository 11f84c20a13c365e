package dev.skerry.agent.shim;

import dev.skerry.agent.files.WholeFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one file of a shim's record says; nothing, when there is no such file.
///
/// @param there whether there was such a file when it was read
/// @param cgroups the values of `cgroup`, which may stand there several times
record Fields(Path file, boolean there, Map<String, String> values, List<Path> cgroups) {
    private static final int RECORD_BYTES_MAX = 8 * 1024;

    static Fields read(Path file) throws IOException {
        try {
            var lines = WholeFile.read(file, RECORD_BYTES_MAX).split("\n", -1);
            var fields = new Fields(file, true, new TreeMap<>(), new ArrayList<>());
            for (var line : lines) fields.add(line);
            return fields;
        } catch (NoSuchFileException e) {
            return new Fields(file, false, Map.of(), List.of());
        } catch (InvalidPathException e) {
            throw WholeFile.trouble(file, "it is damaged: a cgroup in it is no path");
        }
    }

    private void add(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) return;
        var value = line.substring(equals + 1);
        if (line.startsWith("cgroup=")) cgroups.add(Path.of(value));
        else values.put(line.substring(0, equals), value);
    }

    /// Whether there is such a file. A shim gives it its name when all of it is written.
    ///
    /// @param last the key of its last line
    boolean there(String last) throws IOException {
        if (!there || values.containsKey(last)) return there;
        throw WholeFile.trouble(file, "it is damaged: it lacks '" + last + "'");
    }

    long number(String key) throws IOException {
        try {
            return Long.parseLong(values.getOrDefault(key, ""));
        } catch (NumberFormatException e) {
            throw WholeFile.trouble(file, "it is damaged: it lacks the number '" + key + "'");
        }
    }
}
