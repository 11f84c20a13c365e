package dev.skerry.cli.api;

import dev.skerry.cli.show.Words;
import java.util.ArrayList;
import java.util.List;

/// One thing that is wrong in a job file, as the server found it.
///
/// @param line from 1; 0 when it concerns the file as a whole
/// @param message names the key
public record ApiProblem(long line, long column, String message) {
    /// As a compiler would say it: `file:line:column: message`.
    public String text(String file) {
        var place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + message;
    }

    /// A refusal because of what stands in a job file.
    public static final class InFile extends Exception {
        private static final long serialVersionUID = 1;

        private final transient List<ApiProblem> problems;

        InFile(List<ApiProblem> problems) {
            super(Words.count(problems.size(), "problem"));
            this.problems = List.copyOf(problems);
        }

        public List<ApiProblem> problems() {
            return problems;
        }
    }

    /// What a refusal (RFC 9457) comes to.
    ///
    /// @param address of who refused
    /// @param bearer who was refused
    static Failure failure(String address, Bearer bearer, int status, String text) {
        Json problem;
        try {
            problem = Json.parse(text);
        } catch (Failure e) {
            problem = Json.NOTHING;
        }
        var detail = problem.at("detail").text();
        if (detail.isEmpty()) detail = problem.at("title").text();
        if (detail.isEmpty())
            return new Failure(
                    ExitCode.FAILED,
                    "What answers at %s is no Skerry server: it says status %d."
                            .formatted(address, status),
                    Api.PORTS);
        var problems = problems(problem);
        if (!problems.isEmpty()) {
            var failure = new Failure(ExitCode.USAGE, detail, "");
            failure.initCause(new InFile(problems));
            return failure;
        }
        return switch (status) {
            case 401 -> unknown(address, bearer, detail);
            case 403 -> new Failure(ExitCode.NOT_ALLOWED, detail, whyNot(problem));
            case 404 -> new Failure(ExitCode.NOT_FOUND, detail, "");
            default -> {
                boolean invalid = problem.at("type").text().endsWith(":invalid");
                yield new Failure(invalid ? ExitCode.USAGE : ExitCode.FAILED, detail, "");
            }
        };
    }

    private static String whyNot(Json problem) {
        return problem.at("type").text().endsWith(":unsigned")
                ? "docs/guides/trust.md says how files are signed."
                : "`skerry whoami` says who you are there, and what you may.";
    }

    private static Failure unknown(String address, Bearer bearer, String detail) {
        if (bearer.nobody())
            return new Failure(
                    ExitCode.NOT_ALLOWED,
                    "You are not logged in at " + address + ".",
                    "`skerry login` takes a token. The first one lies where the server runs:"
                            + " `skerry login --first`.");
        var other =
                bearer.origin().equals(Bearer.VARIABLE)
                        ? "unset it, or set another"
                        : "`skerry login` takes another";
        return new Failure(
                ExitCode.NOT_ALLOWED,
                detail,
                "The token is that of %s; %s.".formatted(bearer.origin(), other));
    }

    private static List<ApiProblem> problems(Json problem) {
        var all = new ArrayList<ApiProblem>();
        for (var error : problem.at("errors").list())
            all.add(
                    new ApiProblem(
                            error.at("line").whole(),
                            error.at("column").whole(),
                            error.at("message").text()));
        return all;
    }
}
