package dev.skerry.sim.whole;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A guide in docs/guides, as somebody goes through it who types what it shows.
final class Guide {
    /// What is shown before each command says after how many seconds it was typed.
    private static final String BEGIN =
            "set -eu\nPS4='+ $SECONDS s: '\ntrap 'kill $(jobs -p) 2>/dev/null || :' EXIT\n";

    private Guide() {}

    /// The commands of a guide, in its order, in one shell.
    ///
    /// @return what they said
    static String in(Checkout checkout, String name) throws Exception {
        var guide = Path.of(System.getProperty("skerry.root"), "docs/guides", name);
        var script = new StringBuilder(BEGIN);
        boolean inside = false;
        for (var line : Files.readAllLines(guide)) {
            if (line.startsWith("```")) inside = line.equals("```sh test");
            else if (inside) script.append(line).append('\n');
        }
        return checkout.run("bash", "-xc", script.toString());
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
