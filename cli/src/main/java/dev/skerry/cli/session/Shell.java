package dev.skerry.cli.session;

import dev.skerry.cli.show.Screen;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// What a command has around it.
///
/// @param out where data goes
/// @param err where talk goes
/// @param in what is piped into it
public record Shell(Screen out, Screen err, InputStream in, Map<String, String> environment) {
    public Shell {
        environment = Map.copyOf(environment);
    }

    /// Of this process.
    public static Shell here() {
        var environment = System.getenv();
        return of(Screen.out(environment), Screen.err(environment));
    }

    /// Of this process, with other places to print to.
    public static Shell of(Screen out, Screen err) {
        return new Shell(out, err, System.in, System.getenv());
    }

    /// Whether somebody types what comes in. The launching script says in the environment whether
    /// that is a terminal: SKERRY_TERMINAL holds `in` then.
    public boolean typing() {
        var terminals = environment.getOrDefault("SKERRY_TERMINAL", "");
        return List.of(terminals.split(" ", -1)).contains("in");
    }

    /// Never shows the environment: there may be a token in it.
    @Override
    public String toString() {
        return "a shell";
    }
}
