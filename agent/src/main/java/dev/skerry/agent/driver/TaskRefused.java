package dev.skerry.agent.driver;

/// A task that can't be started on this node, and why.
public final class TaskRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean permanent;

    private TaskRefused(String reason, boolean permanent) {
        super(reason, null, false, false);
        this.permanent = permanent;
    }

    /// The same launch will be refused again here: what it asks for is not on this node.
    public static TaskRefused forGood(String reason) {
        return new TaskRefused(reason, true);
    }

    /// Trying later may help: something was full, busy or broken.
    public static TaskRefused forNow(String reason) {
        return new TaskRefused(reason, false);
    }

    /// Whether trying again with the same launch is pointless.
    public boolean permanent() {
        return permanent;
    }

    /// One sentence for a person.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
