package dev.skerry.sim.whole;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A guide in docs/guides, as somebody goes through it who types what it shows.
final class Guide {
    private Guide() {}

    /// The commands of a guide, in its order, in one shell.
    ///
    /// @return what they said
    static String in(DevFleet fleet, String name) throws Exception {
        var guide = Path.of(System.getProperty("skerry.root"), "docs/guides", name);
        var script = new StringBuilder("set -eu\ntrap 'kill $(jobs -p) 2>/dev/null || :' EXIT\n");
        boolean inside = false;
        for (var line : Files.readAllLines(guide)) {
            if (line.startsWith("```")) inside = line.equals("```sh test");
            else if (inside) script.append(line).append('\n');
        }
        return fleet.run("bash", "-xc", script.toString());
    }

    /// The exit codes that it shows.
    static List<Integer> ends(String said) {
        return said.lines()
                .filter(it -> it.startsWith("ends with "))
                .map(it -> Integer.valueOf(it.substring("ends with ".length())))
                .sorted()
                .toList();
    }
}
