package dev.skerry.cluster.server.jobfile;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Whether an expression over `node` can be understood.
@FunctionalInterface
public interface ExpressionCheck {
    /// Understands everything; for tools that see no expressions.
    ExpressionCheck NONE = (_, _) -> null;

    /// What is wrong with the expression, or null.
    @Nullable Fault check(String expression, Gives wanted);

    /// The same for one job: what is more than a job may say is not looked at, since the job is
    /// refused for its length anyway.
    default ExpressionCheck upTo(int characters) {
        var left = new AtomicInteger(characters);
        return (expression, wanted) ->
                left.addAndGet(-expression.length()) < 0 ? null : check(expression, wanted);
    }

    /// What an expression shall give.
    enum Gives {
        TRUTH,
        TEXT,
        /// Whatever it is, for people to read.
        VALUE
    }

    /// @param line in the expression, from 1
    /// @param column in that line, from 1
    /// @param message continues "the expression is wrong: "
    record Fault(int line, int column, String message) {}
}
