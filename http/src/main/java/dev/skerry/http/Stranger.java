package dev.skerry.http;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Check;

/// Somebody of whom nothing is known. Only what needs nothing is for him.
///
/// @param sentence what he has to do to be known
public record Stranger(Caller caller, String sentence) implements Admitted {
    public Stranger {
        Check.check(!sentence.isEmpty(), "a stranger is told what to do");
    }

    @Override
    public boolean allows(Need.Right right, String place) {
        return false;
    }

    @Override
    public boolean stands() {
        return true;
    }

    @Override
    public String lack() {
        return sentence;
    }
}
