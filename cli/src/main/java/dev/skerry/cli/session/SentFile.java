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

    /// A role file.
    ///
    /// @param name of a file; `-` is standard input
    public static SentFile ofRole(String name) throws Failure {
        var example = "`skerry role show developer` prints one.";
        return read(name, example, example);
    }

    /// A namespace file.
    ///
    /// @param name of a file; `-` is standard input
    public static SentFile ofNamespace(String name) throws Failure {
        var example = "docs/guides/namespaces.md has one.";
        return read(name, example, example);
    }

    /// An issuer file.
    ///
    /// @param name of a file; `-` is standard input
    public static SentFile ofIssuer(String name) throws Failure {
        var example = "docs/guides/trust.md has one.";
        return read(name, example, example);
    }

    /// The file of a signing rule. One with a private key in it stays here.
    ///
    /// @param name of a file; `-` is standard input
    public static SentFile ofSigning(String name) throws Failure {
        var example = "docs/guides/trust.md has one.";
        var file = read(name, example, example);
        if (new String(file.bytes, StandardCharsets.UTF_8).contains("PRIVATE KEY-----"))
            throw wrong(
                    file.name + " has a private key in it; it was not sent.",
                    "`openssl pkey -in KEY -pubout` prints the public one.");
        return file;
    }

    private static SentFile read(String name, String example, String hint) throws Failure {
        try (var in = open(name)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX)
                throw wrong(name + " is larger than 1 MiB.", "Such files are small.");
            return new SentFile(name.equals("-") ? STANDARD_INPUT : name, bytes, hint);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw wrong("There is no file " + name + ".", example);
        } catch (IOException e) {
            throw wrong(name + " cannot be read: " + Words.trouble(e) + ".", "");
        }
    }

    private static InputStream open(String name) throws IOException {
        return name.equals("-") ? System.in : Files.newInputStream(Path.of(name));
    }

    private static Failure wrong(String sentence, String advice) {
        return new Failure(ExitCode.USAGE, sentence, advice);
    }

    /// What stands behind a key of the whole file, since that is a part of the address; empty:
    /// nothing. It is the one line that is read here.
    public String named(String key) {
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
