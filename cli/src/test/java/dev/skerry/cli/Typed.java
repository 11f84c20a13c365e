package dev.skerry.cli;

import dev.skerry.cli.session.Shell;
import dev.skerry.cli.show.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command as somebody types it, with its end.
///
/// @param out what it says to standard output
/// @param err what it says to standard error
record Typed(int exitCode, String out, String err) {
    /// Nobody is logged in, and nothing is piped in.
    static final Map<String, String> NOBODY =
            Map.of("SKERRY_CREDENTIALS", "/nonexistent/credentials");

    static Typed of(FakeServer server, String words) {
        return on(0, server, words);
    }

    /// @param columns of the terminal that both outputs are; 0: they are none
    static Typed on(int columns, FakeServer server, String words) {
        return with(columns, NOBODY, "", server, words);
    }

    /// @param environment in which it is typed
    /// @param in what is piped in
    static Typed with(
            int columns,
            Map<String, String> environment,
            String in,
            FakeServer server,
            String words) {
        return at(server.address(), columns, environment, in, words);
    }

    /// @param address that is given, with a server or without one
    static Typed at(
            String address, int columns, Map<String, String> environment, String in, String words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var all = new ArrayList<>(List.of(words.split(" ", -1)));
        all.add("--address=" + address);
        var piped = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        var shell = new Shell(screen(out, columns), screen(err, columns), piped, environment);
        int code = Main.run(shell, all.toArray(String[]::new));
        return new Typed(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Around a command whose outputs are those.
    static Shell shell(Screen out, Screen err) {
        return new Shell(out, err, InputStream.nullInputStream(), NOBODY);
    }

    private static Screen screen(ByteArrayOutputStream to, int columns) {
        var plain = Screen.plain(to);
        return columns == 0 ? plain : new Screen(plain.stream(), true, false, columns);
    }
}
