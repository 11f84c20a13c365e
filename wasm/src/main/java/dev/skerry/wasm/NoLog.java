package dev.skerry.wasm;

import org.jspecify.annotations.Nullable;
import run.endive.log.Logger;

/// What a module calls is not written down: its output is its own.
final class NoLog implements Logger {
    @Override
    public void log(Level level, String words, @Nullable Throwable thrown) {}

    @Override
    public boolean isLoggable(Level level) {
        return false;
    }
}
