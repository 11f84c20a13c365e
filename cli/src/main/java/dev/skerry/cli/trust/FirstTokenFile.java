package dev.skerry.cli.trust;

import dev.skerry.cli.api.Bearer;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.OwnFile;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.nio.file.Path;

/// Where a new server leaves its first token: whoever can read its disk may have it.
public final class FirstTokenFile {
    private FirstTokenFile() {}

    /// The data folder of a server that was told of no other.
    static Path usualFolder() {
        return Path.of(System.getProperty("user.home"), ".skerry", "server");
    }

    /// @param folder the data folder of a server
    public static Path in(Path folder) {
        return folder.resolve("first.token");
    }

    static Bearer read(Path folder) throws Failure {
        var file = in(folder);
        try {
            var text = OwnFile.textIn(folder, file);
            if (text.isEmpty()) throw gone(folder);
            return Bearer.of(text, file.toString());
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    file + " cannot be read: " + Words.trouble(e) + ".",
                    "The user whom the server runs as can read it.");
        }
    }

    private static Failure gone(Path folder) {
        return new Failure(
                ExitCode.NOT_FOUND,
                "There is no first token in "
                        + folder
                        + ": it was fetched before, or --data is"
                        + " another folder.",
                "If it is lost, start the server once with `skerry server --first-token again`.");
    }
}
