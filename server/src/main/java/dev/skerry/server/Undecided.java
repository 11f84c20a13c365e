package dev.skerry.server;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Check;

/// A message that its machine has failed on, by a fault of ours. It has changed nothing, and would
/// fail again.
///
/// It says which kind of message it was and where the machine failed, and no more: what is in the
/// message, and in what the machine has thrown, may be secret.
public final class Undecided extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Undecided(String what) {
        super(what, null, false, false);
    }

    static Undecided of(Letter<?> letter, Throwable fault) {
        return new Undecided(
                "a %s for %s could not be decided: %s"
                        .formatted(
                                letter.message().getClass().getSimpleName(),
                                letter.room().name(),
                                where(fault)));
    }

    /// Whose faults hide each other's when they come too often.
    static String about(Letter<?> letter) {
        var caller = letter.caller();
        var who = caller.kind() == Caller.Kind.NODE ? caller.text() : "";
        return letter.room().name() + " " + who;
    }

    /// What kind of fault it is, and the line of ours that it is of.
    static String where(Throwable fault) {
        var kind = fault.getClass().getSimpleName();
        for (var frame : fault.getStackTrace()) {
            var by = frame.getClassName();
            if (!by.startsWith("java.") && !by.equals(Check.class.getName()))
                return "%s at %s:%d".formatted(kind, frame.getFileName(), frame.getLineNumber());
        }
        return kind;
    }
}
