package dev.skerry.cli.job;

import dev.skerry.cli.api.ApiProblem;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A job file on its way to the server, unread: only the server knows what is right.
final class JobFileText {
    static final int BYTES_MAX = 1024 * 1024;

    private static final int NAME_CHARACTERS_MAX = 100;
    private static final String STANDARD_INPUT = "stdin";

    private final String name;
    private final byte[] bytes;

    private JobFileText(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /// @param name of a file; `-` is standard input
    static JobFileText read(String name) throws Failure {
        try (var in = open(name)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX)
                throw wrong(name + " is larger than 1 MiB.", "Job files are small.");
            return new JobFileText(name.equals("-") ? STANDARD_INPUT : name, bytes);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw wrong("There is no file " + name + ".", "examples/badge/badge.yaml is one.");
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

    Call in(Call call) {
        if (!name.equals(STANDARD_INPUT)) call.with("file", shortName());
        return call.body(name.endsWith(".json") ? "application/json" : "application/yaml", bytes);
    }

    /// As the server speaks of it: without folders, and at the end its kind.
    private String shortName() {
        var last = name.substring(name.lastIndexOf('/') + 1);
        return last.substring(Math.max(0, last.length() - NAME_CHARACTERS_MAX));
    }

    /// Prints what is wrong in the file, when that is why it failed.
    Failure explained(Failure failure, Screen screen) {
        if (!(failure.getCause() instanceof ApiProblem.InFile in)) return failure;
        for (var problem : in.problems()) screen.line(problem.text(name));
        int count = in.problems().size();
        return new Failure(
                ExitCode.USAGE,
                name + " has " + (count == 1 ? "one problem." : count + " problems."),
                screen.paint(Paint.FAINT, "The schema is at /v1/schema/job.json of the server."));
    }
}
