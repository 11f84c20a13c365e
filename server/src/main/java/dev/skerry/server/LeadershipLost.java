package dev.skerry.server;

/// The server led no more before the message was in the log: it may have happened or not.
public final class LeadershipLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeadershipLost(Throwable cause) {
        super(
                "this server stopped leading before the change was certain; look whether it is",
                cause);
    }
}
