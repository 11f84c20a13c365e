package dev.skerry.cli.session;

import dev.skerry.cli.api.ApiProblem;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/// A file on its way to the server, unread: only the server knows what is right.
public final class SentFile {
    private static final int BYTES_MAX = 1024 * 1024;

    private static final int NAME_CHARACTERS_MAX = 100;
    private static final String STANDARD_INPUT = "stdin";

    private final String name;
    private final byte[] bytes;

    /// What to do about a wrong one.
    private final String hint;

    private SentFile(String name, byte[] bytes, String hint) {
        this.name = name;
        this.bytes = bytes;
        this.hint = hint;
    }

    /// A job file.
    ///
    /// @param name of a file; `-` is standard input
    public static SentFile ofJob(String name) throws Failure {
        var hint = "The schema is at /v1/schema/job.json of the server.";
        return read(name, "examples/badge/badge.yaml is one.", hint);
    }

    /// What a job is dispatched with.
    ///
    /// @param name of a file; `-` is standard input
    public static SentFile ofPayload(String name) throws Failure {
        return read(name, "A payload is any file of at most 16 KiB.", "");
    }

    /// What people call it.
    public String name() {
        return name;
    }

    /// As JSON has bytes.
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// A file that says what one thing is.
    ///
    /// @param name of a file; `-` is standard input
    /// @param example where there is a right one, as a sentence
    public static SentFile of(String name, String example) throws Failure {
        return read(name, example, example);
    }

    /// The same, unless there is a private key in it: that stays here.
    public SentFile withoutSecrets() throws Failure {
        if (!secret(bytes)) return this;
        throw wrong(
                name + " has a private key in it; it was not sent.",
                "`openssl pkey -in KEY -pubout` prints the public one.");
    }

    /// Whether there is a private key in it, as tools write them.
    static boolean secret(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----");
    }

    private static String shown(String name) {
        return name.equals("-") ? STANDARD_INPUT : name;
    }

    private static SentFile read(String name, String example, String hint) throws Failure {
        try (var in = open(name)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX)
                throw wrong(shown(name) + " is larger than 1 MiB.", "Such files are small.");
            return new SentFile(shown(name), bytes, hint);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw wrong("There is no file " + name + ".", example);
        } catch (IOException e) {
            throw wrong(shown(name) + " cannot be read: " + Words.trouble(e) + ".", "");
        }
    }

    private static InputStream open(String name) throws IOException {
        return name.equals("-") ? System.in : Files.newInputStream(Path.of(name));
    }

    private static Failure wrong(String sentence, String advice) {
        return new Failure(ExitCode.USAGE, sentence, advice);
    }

    /// Makes of it what it says, by the name that it says.
    ///
    /// @param what it is, for people: `signing rule`
    /// @param key behind which its name stands
    /// @param path of the API below which such things are
    /// @param advice for whoever has named none
    public void apply(Session session, String what, String key, String path, String advice)
            throws Failure {
        var called = named(key);
        if (called.isEmpty())
            throw wrong(
                    "%s names no %s: a line `%s: NAME` is missing.".formatted(name, what, key),
                    advice);
        var done = what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
        try {
            session.show(
                    in(Call.of("PUT", path, called)),
                    (_, _) -> session.out().line(done + " " + called + " is applied."));
        } catch (Failure failure) {
            throw explained(failure, session.err());
        }
    }

    /// What stands behind a key of the whole file, since that is a part of the address; empty:
    /// nothing. It is the one line that is read here.
    private String named(String key) {
        var line =
                Pattern.compile(
                        "(?m)^[{\\s]*[\"']?%s[\"']?\\s*:\\s*[\"']?([^\\s\"'#,}]{1,64})"
                                .formatted(key));
        var found = line.matcher(new String(bytes, StandardCharsets.UTF_8));
        return found.find() ? found.group(1) : "";
    }

    public Call in(Call call) {
        if (!name.equals(STANDARD_INPUT)) call.with("file", shortName());
        return call.body(name.endsWith(".json") ? "application/json" : "application/yaml", bytes);
    }

    /// As the server speaks of it: without folders, and at the end its kind.
    private String shortName() {
        var last = name.substring(name.lastIndexOf('/') + 1);
        return last.substring(Math.max(0, last.length() - NAME_CHARACTERS_MAX));
    }

    /// Prints what is wrong in the file, when that is why it failed.
    public Failure explained(Failure failure, Screen screen) {
        if (!(failure.getCause() instanceof ApiProblem.InFile in)) return failure;
        for (var problem : in.problems()) screen.line(problem.text(name));
        int count = in.problems().size();
        return new Failure(
                ExitCode.USAGE,
                name + " has " + (count == 1 ? "one problem." : count + " problems."),
                screen.paint(Paint.FAINT, hint));
    }
}
