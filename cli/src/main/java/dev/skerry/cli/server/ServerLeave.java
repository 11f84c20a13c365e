package dev.skerry.cli.server;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.OwnFile;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "leave",
        description = {
            "Removes the server of this machine from those that decide.",
            "Which one that is stands in its data folder."
        },
        footer = {"", "Example:", "  skerry server leave --data /var/lib/skerry/server"})
final class ServerLeave implements Callable<Integer> {
    /// In the data folder of a server: its id.
    private static final String FILE = "server-id";

    private static final String ID = "s[1-9][0-9]{0,8}";

    private final Session session;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The data folder of the server. Default: ~/.skerry/server")
    private @Nullable Path data;

    ServerLeave(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var usual = Path.of(System.getProperty("user.home"), ".skerry", "server");
        var id = id(data == null ? usual : data);
        session.show(
                Call.of("DELETE", "servers", id),
                (_, _) ->
                        session.out()
                                .line("Server " + id + " is removed; its process can be ended."));
        return ExitCode.OK;
    }

    private static String id(Path folder) throws Failure {
        var file = folder.resolve(FILE);
        try {
            var id = OwnFile.text(file).strip();
            if (id.matches(ID)) return id;
            if (!id.isEmpty())
                throw new Failure(
                        ExitCode.USAGE,
                        file + " is damaged: it should be the id of a server, as s2.",
                        "`skerry server list` shows which one it is; then `skerry server remove`.");
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "There is no %s in %s: no server has begun there, or --data is another folder."
                            .formatted(FILE, folder),
                    "`skerry server list` shows which one it is; then `skerry server remove`.");
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    file + " cannot be read: " + Words.trouble(e) + ".",
                    "The user whom the server runs as can read it.");
        }
    }
}
