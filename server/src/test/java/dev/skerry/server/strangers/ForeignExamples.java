package dev.skerry.server.strangers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a foreign tenant walks all operations with, and what another one has, by room: the files
/// `foreign/ROOM.examples`. Each line is an example, with braces for what it is about: of what is
/// named in the paths that begin so, of a parameter, of the body of an operation, or of several.
/// The first of each is right: [WrongValuesTest] puts beside it what is wrong. After `given` it is
/// how something of the other one's is made, after `found` where all of that is seen by whoever may
/// see it.
public record ForeignExamples(Map<String, List<String>> all) {
    private static final String FOLDER = "server/src/test/resources/foreign";

    /// One request that makes something.
    ///
    /// @param body empty: none
    public record Given(String method, String path, String body) {}

    /// Those of all rooms.
    public static ForeignExamples read() {
        var all = new LinkedHashMap<String, List<String>>();
        var folder = Path.of(System.getProperty("skerry.root", ".."), FOLDER);
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList())
                for (var line : Files.readAllLines(file)) {
                    if (line.isBlank() || line.startsWith("#")) continue;
                    var said = line.split(" =", 2);
                    if (said.length < 2) throw new AssertionError(file + " has no = in " + line);
                    for (var of : said[0].split(", ", -1))
                        all.computeIfAbsent(of, _ -> new ArrayList<>()).add(said[1].strip());
                }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ForeignExamples(all);
    }

    /// At least one.
    public List<String> of(String what) {
        var known = all.get(what);
        if (known != null) return known;
        throw new AssertionError(
                "there is no example of %s: say one in %s/ROOM.examples of its room, as `%1$s = …`"
                        .formatted(what, FOLDER));
    }

    /// In the order in which they are made.
    public List<Given> given() {
        var given = new ArrayList<Given>();
        all.forEach((key, bodies) -> {
            var words = key.split(" ", -1);
            if (!words[0].equals("given")) return;
            for (var body : bodies) given.add(new Given(words[1], words[2], body));
        });
        return given;
    }
}
