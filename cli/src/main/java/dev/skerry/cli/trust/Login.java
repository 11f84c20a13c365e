package dev.skerry.cli.trust;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Bearer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Words;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "login",
        description = {
            "Takes a token for a server, and keeps it for the commands that follow.",
            "The server is asked whose it is, and it is kept in ~/.skerry/credentials. It is typed",
            "unseen, or piped in. What --ca says of the server is kept with it."
        },
        footer = {
            "",
            "SKERRY_TOKEN in the environment goes before what is kept, for all servers;",
            "SKERRY_CREDENTIALS names another file than ~/.skerry/credentials.",
            "",
            "Examples:",
            "  skerry login",
            "  skerry login --first          where the server runs, for its first token",
            "  skerry login --page           a link that logs a browser in",
            "  skerry login --jwt ci.jwt     with what an issuer has signed, as in a CI",
            "  skerry login --address http://127.0.0.1:14646 < ada.token",
            "  skerry login --address https://server:4646 --ca ca.pem"
        })
public final class Login implements Callable<Integer> {
    /// Of a token, and of a JWT, of which servers take less.
    private static final int TOKEN_BYTES_MAX = 16 * 1024;

    private final Session session;

    @ArgGroup private @Nullable Source from;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "With --first: the data folder of the server. Default: ~/.skerry/server")
    private @Nullable Path data;

    /// Where the token is to be had.
    private static final class Source {
        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "The file that the token stands in.")
        @Nullable Path file;

        @Option(
                names = "--first",
                description = {
                    "The first token of a new server, which lies in its data folder and may do",
                    "everything. It is taken away from there."
                })
        boolean first;

        @Option(
                names = "--page",
                description = {
                    "Prints a link that logs one browser in as whoever is logged in here,",
                    "once, within a minute."
                })
        boolean page;

        @Option(
                names = "--jwt",
                paramLabel = "FILE",
                description = {
                    "The file of a JWT of an issuer that the server knows; - is standard input.",
                    "The token that it is exchanged for is kept, and ends with it."
                })
        @Nullable String jwt;
    }

    public Login(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        boolean first = from != null && from.first;
        if (data != null && !first)
            throw Failure.usage("--data", data.toString(), "left out, or said with --first");
        if (from != null && from.page) return page();
        if (first) return first();
        var stranger = session.stranger();
        stranger.secrecy().check(stranger.address());
        if (from != null && from.jwt != null) return jwt(from.jwt);
        var file = from == null ? null : from.file;
        known(file == null ? typed() : Bearer.of(text(file), file.toString()));
        return ExitCode.OK;
    }

    private int page() throws Failure {
        session.show(
                Call.post("session", "codes"),
                (answer, _) -> {
                    session.out().raw(link(session.address(), answer));
                    session.err().line("It logs one browser in, once, within a minute.");
                });
        return ExitCode.OK;
    }

    private int jwt(String file) throws Failure {
        var text = file.equals("-") ? read(session.shell().in()) : text(file(file));
        var jwt = text.strip();
        if (!jwt.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){2}"))
            throw new Failure(
                    ExitCode.USAGE,
                    (file.equals("-") ? "Standard input" : file) + " has no signed JWT.",
                    "It is three parts of letters, digits, - and _, with dots between.");
        var call = Call.post("login").json("{\"jwt\":%s}".formatted(Json.quoted(jwt)));
        var token = session.stranger().send(call).json().at("token").exact();
        known(Bearer.of(token, "the server's answer"));
        return ExitCode.OK;
    }

    private static Path file(String name) throws Failure {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new Failure(ExitCode.USAGE, "There is no file " + name + ".", "");
        }
    }

    /// The link that a code makes. It stands behind the `#`, which no browser sends to anybody.
    public static String link(String address, ApiAnswer code) throws Failure {
        return address + "/#login=" + code.json().at("code").text();
    }

    /// While a server starts it may not have made one yet: that none answers comes first.
    private Bearer firstToken(Path folder) throws Failure {
        try {
            return FirstTokenFile.read(folder);
        } catch (Failure failure) {
            if (failure.exitCode() == ExitCode.NOT_FOUND) answers();
            throw failure;
        }
    }

    /// @throws Failure when no server does
    private void answers() throws Failure {
        try {
            session.api().send(Call.get("openapi.yaml"));
        } catch (Failure failure) {
            if (failure.exitCode() == ExitCode.UNREACHABLE) throw failure;
        }
    }

    private int first() throws Failure {
        var folder = data == null ? FirstTokenFile.usualFolder() : data;
        var bearer = firstToken(folder);
        try {
            known(bearer);
        } catch (Failure failure) {
            if (failure.exitCode() != ExitCode.NOT_ALLOWED) throw failure;
            throw new Failure(
                    failure.exitCode(),
                    failure.sentence(),
                    "Is %s the data folder of the server at %s? --data and --address say so."
                            .formatted(folder, session.address()));
        }
        var file = FirstTokenFile.in(folder);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            session.err().line("%s stays (%s): remove it.".formatted(file, Words.trouble(e)));
        }
        return ExitCode.OK;
    }

    /// Asks the server about it, and keeps it.
    private void known(Bearer bearer) throws Failure {
        var api = session.stranger().as(bearer);
        var answer = api.send(Call.get("self"));
        var credentials = session.credentials();
        credentials.keep(api.address(), bearer, api.secrecy().authorities());
        if (session.json()) session.raw(answer);
        else session.out().line(said(api.address(), answer) + ".");
        if (credentials.overruled())
            session.err()
                    .line("SKERRY_TOKEN is set here, and goes before it: `unset SKERRY_TOKEN`.");
    }

    /// `Logged in as ada at http://127.0.0.1:4646, with the roles developer, reader`
    ///
    /// @param answer of `/v1/self`
    public static String said(String address, ApiAnswer answer) throws Failure {
        var self = new SelfText(answer.json());
        return "Logged in as %s at %s, with %s".formatted(self.name(), address, self.roles());
    }

    private Bearer typed() throws Failure {
        var shell = session.shell();
        if (!shell.typing()) return Bearer.of(read(shell.in()), "standard input");
        @SuppressWarnings("SystemConsoleNull") // Java 25 has none where an end is no terminal
        @Nullable Console console = System.console();
        if (console == null || !console.isTerminal())
            throw new Failure(
                    ExitCode.USAGE,
                    "A token would be seen while it is typed, as the output is no terminal.",
                    "--token-file names a file with it, and it can be piped in.");
        var typed = console.readPassword("Token for %s: ", session.address());
        return Bearer.of(typed == null ? "" : new String(typed), "what was typed");
    }

    private static String text(Path file) throws Failure {
        try (var in = Files.newInputStream(file)) {
            return read(in);
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.USAGE, "There is no file " + file + ".", "");
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static String read(InputStream in) throws Failure {
        try {
            return new String(in.readNBytes(TOKEN_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable("Standard input", e);
        }
    }

    private static Failure unreadable(String what, IOException e) {
        return new Failure(ExitCode.USAGE, what + " cannot be read: " + Words.trouble(e) + ".", "");
    }
}
