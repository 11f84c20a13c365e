package dev.skerry.cli.dev;

import dev.skerry.cli.api.Bearer;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.OwnFile;
import dev.skerry.cli.trust.FirstTokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The token that `skerry dev` itself calls its server with: the first one, as the server leaves it
/// in its data folder, and from then on kept beside that.
final class FleetToken {
    private final Path data;
    private final Path kept;

    /// @param home of the server, where its data folder is
    FleetToken(Path home) {
        data = home.resolve("data");
        kept = home.resolve("admin.token");
    }

    /// Whether the server has begun before, and what it gave out then is not here.
    boolean lost() {
        return Files.exists(data) && !Files.exists(kept) && !Files.exists(FirstTokenFile.in(data));
    }

    /// [Bearer#NOBODY] before the server has made one.
    Bearer bearer() throws Failure, IOException {
        var first = FirstTokenFile.in(data);
        var fresh = OwnFile.textIn(data, first);
        if (!fresh.isEmpty()) return Bearer.of(fresh, first.toString());
        var text = OwnFile.text(kept);
        return text.isEmpty() ? Bearer.NOBODY : Bearer.of(text, kept.toString());
    }

    /// Keeps one that the server knows.
    void keep(Bearer bearer) throws IOException {
        OwnFile.write(kept, bearer.token() + "\n");
        Files.deleteIfExists(FirstTokenFile.in(data));
    }

    /// Lets go of one that the server does not know any more.
    void forget() throws IOException {
        Files.deleteIfExists(kept);
        Files.deleteIfExists(FirstTokenFile.in(data));
    }
}
