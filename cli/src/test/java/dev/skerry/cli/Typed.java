package dev.skerry.cli;

import dev.skerry.cli.show.Screen;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A command as somebody types it, with its end.
///
/// @param out what it says to standard output
/// @param err what it says to standard error
record Typed(int exitCode, String out, String err) {
    static Typed of(FakeServer server, String words) {
        return on(0, server, words);
    }

    /// @param columns of the terminal that both outputs are; 0: they are none
    static Typed on(int columns, FakeServer server, String words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var all = new ArrayList<>(List.of(words.split(" ", -1)));
        all.add("--address=" + server.address());
        int code = Main.run(screen(out, columns), screen(err, columns), all.toArray(String[]::new));
        return new Typed(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Screen screen(ByteArrayOutputStream to, int columns) {
        var plain = Screen.plain(to);
        return columns == 0 ? plain : new Screen(plain.stream(), true, false, columns);
    }
}
