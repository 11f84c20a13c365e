package dev.skerry.cli.show;

/// What a piece of text means; a terminal shows it as a colour.
public enum Paint {
    PLAIN(""),
    GOOD("\u001b[32m"),
    WARN("\u001b[33m"),
    BAD("\u001b[31m"),
    FAINT("\u001b[2m"),
    STRONG("\u001b[1m");

    /// What runs as it should not: not everything that runs is as well as it looks.
    public static final String NOT_HEALTHY = "running, not healthy";

    /// It runs still.
    public static final String TO_STOP = "running, to stop";

    static final String END = "\u001b[0m";
    final String begin;

    Paint(String begin) {
        this.begin = begin;
    }

    /// What paints, where that stands in a text; empty: nothing does.
    static String at(String text, int from) {
        if (text.startsWith(END, from)) return END;
        for (var one : values())
            if (!one.begin.isEmpty() && text.startsWith(one.begin, from)) return one.begin;
        return "";
    }

    /// The paint of a status of a job, an allocation, a task or a node.
    public static Paint of(String status) {
        return switch (status) {
            case "running", "ready", "complete" -> GOOD;
            case "pending",
                    "starting",
                    "preparing",
                    "waiting",
                    "stopping",
                    "joined",
                    "draining",
                    "blocked",
                    "degraded",
                    NOT_HEALTHY,
                    TO_STOP ->
                    WARN;
            case "failed", "lost", "missed", "revoked", "recalled", "unknown" -> BAD;
            case "stopped", "ineligible" -> FAINT;
            default -> PLAIN;
        };
    }
}
