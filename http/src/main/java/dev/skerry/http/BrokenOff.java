package dev.skerry.http;

import java.io.IOException;

/// An answer ends before all of it is there: whoever reads it must not take what came for the
/// whole.
public final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1;

    /// @param why a part of a sentence, which whoever asked reads if nothing was sent before
    public BrokenOff(String why) {
        super(why);
    }
}
