package dev.skerry.cli.cell;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry cell`. The launcher gives `verify` and `restore` to the server's program, which can read
/// what is in the file.
public final class CellNoun {
    private CellNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "cell",
                "All servers as a file: backup; cell verify FILE; cell restore FILE --data FOLDER.",
                List.of(new BackUpCommand(session)));
    }
}
