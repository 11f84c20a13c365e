package dev.skerry.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Commands and what a [FakeServer] answers them, by room: the files `commands/ROOM.examples`. What
/// begins with `skerry` is typed, with `%s` for the file of a job. All else has a value, which goes
/// on in lines that begin with a space: `%s.role` is another file, `GET /roles` is answered, and
/// `$ROLE` stands for its value from there on.
final class Examples {
    private static final String FOLDER = "cli/src/test/resources/commands";

    /// Where an example that is missing is to be said.
    static final String WHERE = FOLDER + "/ROOM.examples of its room";

    /// Each command, as often as it is worth a look.
    static final List<String> SHOWING = new ArrayList<>();

    private static final Map<String, String> VALUES = new LinkedHashMap<>();

    static {
        var folder = Path.of(System.getProperty("skerry.root"), FOLDER);
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList())
                for (var entry : Files.readString(file).split("\n(?! )", -1)) read(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Examples() {}

    private static void read(String entry) {
        if (entry.isBlank() || entry.startsWith("#")) return;
        if (entry.startsWith("skerry ")) {
            SHOWING.add(entry.substring("skerry ".length()));
            return;
        }
        var said = entry.split(" = ", 2);
        if (said.length < 2) throw new AssertionError("a command begins with skerry: " + entry);
        for (var each : VALUES.entrySet())
            if (each.getKey().startsWith("$"))
                said[1] = said[1].replace(each.getKey(), each.getValue());
        if (VALUES.put(said[0], said[1]) != null) throw new AssertionError(said[0] + " is twice");
    }

    /// @param request its method and its path without the version of the API
    static @Nullable String answer(String request) {
        return VALUES.get(request);
    }

    /// The files that commands read.
    static void files(Path file) throws IOException {
        for (var each : VALUES.entrySet())
            if (each.getKey().startsWith("%s"))
                Files.writeString(Path.of(each.getKey().formatted(file)), each.getValue() + "\n");
    }
}
