package dev.skerry.http;

import dev.skerry.kernel.Refusal;
import java.util.List;
import java.util.Map;

/// A request that is answered with a problem.
public final class Declined extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ProblemAnswer problem;
    private final long afterSeconds;

    Declined(ProblemAnswer problem) {
        this(problem, 1);
    }

    private Declined(ProblemAnswer problem, long afterSeconds) {
        super(problem.detail());
        this.problem = problem;
        this.afterSeconds = afterSeconds;
    }

    public Declined(int status, String detail) {
        this(ProblemAnswer.of(status, detail));
    }

    public Declined(Refusal refusal) {
        this(of(refusal));
    }

    /// Too much was asked; it may be asked again after a while. With status 429.
    public static Declined later(String detail, long afterSeconds) {
        return new Declined(ProblemAnswer.of(429, detail), afterSeconds);
    }

    /// Not now, but in a while. With status 503: nothing of it was done, so that it can be asked
    /// again.
    public static Declined unavailable(String detail, long afterSeconds) {
        return new Declined(of(new Refusal.Unavailable(detail)), afterSeconds);
    }

    /// Whether it was done is not known. With status 504: who asks again may have it done twice.
    public static Declined uncertain(String detail) {
        return new Declined(ProblemAnswer.of(504, detail));
    }

    /// A file that is wrong.
    ///
    /// @param what `job file`
    /// @param file its name; empty: it was the body itself
    public static Declined file(String what, String file, List<Problem> problems) {
        var first = problems.getFirst().text(file);
        var more = problems.size() == 1 ? "" : ", and " + (problems.size() - 1) + " more";
        return new Declined(
                new ProblemAnswer(
                        ProblemAnswer.URN + "invalid-" + what.replace(' ', '-'),
                        "The " + what + " is wrong",
                        400,
                        first + more,
                        null,
                        null,
                        problems));
    }

    /// A value that is not right.
    ///
    /// @param should what would be right, continuing "it should be "
    public static Declined field(String field, String value, String should) {
        return new Declined(new Refusal.Invalid(field, value, should));
    }

    public ProblemAnswer problem() {
        return problem;
    }

    /// Its JSON.
    public Answer.Body body() {
        return new Answer.Body(problem.json());
    }

    /// As `application/problem+json`.
    public Answer.Whole answer() {
        return new Answer.Whole(problem.status(), "application/problem+json", headers(), body());
    }

    private Map<String, String> headers() {
        return switch (problem.status()) {
            case 401 -> Map.of("WWW-Authenticate", "Bearer realm=\"skerry\"");
            case 429, 503 -> Map.of("Retry-After", Long.toString(afterSeconds));
            default -> Map.of();
        };
    }

    private static ProblemAnswer of(Refusal refusal) {
        var field = refusal instanceof Refusal.Invalid invalid ? invalid.field() : null;
        var value = refusal instanceof Refusal.Invalid invalid ? invalid.value() : null;
        return new ProblemAnswer(
                ProblemAnswer.URN + kind(refusal),
                title(refusal),
                status(refusal),
                refusal.sentence(),
                field,
                value,
                null);
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NotFound _ -> 404;
            case Refusal.Invalid _ -> 400;
            case Refusal.Stale _, Refusal.Conflict _ -> 409;
            case Refusal.Full _ -> 429;
            case Refusal.Forbidden _, Refusal.Unsigned _ -> 403;
            case Refusal.Unavailable _ -> 503;
        };
    }

    private static String kind(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NotFound _ -> "not-found";
            case Refusal.Invalid _ -> "invalid";
            case Refusal.Stale _ -> "stale";
            case Refusal.Conflict _ -> "conflict";
            case Refusal.Full _ -> "full";
            case Refusal.Forbidden _ -> "forbidden";
            case Refusal.Unsigned _ -> "unsigned";
            case Refusal.Unavailable _ -> "unavailable";
        };
    }

    private static String title(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NotFound _ -> "Not found";
            case Refusal.Invalid _ -> "A value is not right";
            case Refusal.Stale _ -> "Changed in between";
            case Refusal.Conflict _ -> "It does not go together";
            case Refusal.Full _ -> "A limit is reached";
            case Refusal.Forbidden _ -> "Not allowed";
            case Refusal.Unsigned _ -> "Not signed as it has to be";
            case Refusal.Unavailable _ -> "Not now";
        };
    }
}
