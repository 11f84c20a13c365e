package dev.skerry.server.http;

import dev.skerry.server.strangers.Murmur;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/// What the web server's library warns of, without its stack traces: strangers cause most of it.
final class LibraryWarnings extends Handler {
    private final Murmur murmur = new Murmur();

    @Override
    public void publish(LogRecord warning) {
        var thrown = warning.getThrown();
        murmur.say("http: " + warning.getMessage() + (thrown == null ? "" : ": " + thrown));
    }

    @Override
    public void flush() {
        // each line goes out at once
    }

    @Override
    public void close() {
        // nothing is held
    }
}
