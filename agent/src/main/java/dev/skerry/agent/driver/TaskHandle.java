package dev.skerry.agent.driver;

import org.jspecify.annotations.Nullable;

/// Names one run of one task: the allocation, the task in it, which attempt, from 0, and the driver
/// that runs it.
///
/// Its parts become names of files and cgroups, hence the bounds: letters, digits, `-` and `_`, at
/// most [#PART_CHARS_MAX] of them; of a driver [#DRIVER_CHARS_MAX] letters.
public record TaskHandle(String allocation, String task, int attempt, String driver) {
    public static final int PART_CHARS_MAX = 80;
    public static final int DRIVER_CHARS_MAX = 16;

    /// The driver of those that name none: once there was no other.
    public static final String EXEC = "exec";

    public TaskHandle {
        if (!isName(allocation)) throw new IllegalArgumentException("allocation: " + allocation);
        if (!isName(task)) throw new IllegalArgumentException("task: " + task);
        if (attempt < 0) throw new IllegalArgumentException("attempt: " + attempt);
        if (!isDriver(driver)) throw new IllegalArgumentException("driver: " + driver);
    }

    public TaskHandle(String allocation, String task, int attempt) {
        this(allocation, task, attempt, EXEC);
    }

    private static boolean isDriver(String name) {
        return name.length() <= DRIVER_CHARS_MAX && name.matches("[a-zA-Z]+");
    }

    /// Whether it can be a part of a handle.
    public static boolean isName(String part) {
        if (part.isEmpty() || part.length() > PART_CHARS_MAX) return false;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') return false;
        }
        return true;
    }

    /// The handle that [#toString] wrote, or null when it is none.
    public static @Nullable TaskHandle parse(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length < 3 || parts.length > 4) return null;
        var driver = parts.length == 3 ? EXEC : parts[3];
        if (parts.length == 4 && driver.equals(EXEC)) return null;
        try {
            return new TaskHandle(parts[0], parts[1], Integer.parseInt(parts[2]), driver);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// The handle as one word, `allocation.task.attempt`; behind it any driver but [#EXEC].
    @Override
    public String toString() {
        var word = allocation + "." + task + "." + attempt;
        return driver.equals(EXEC) ? word : word + "." + driver;
    }

    /// Whether it is a later run of the same task.
    public boolean supersedes(TaskHandle other) {
        return sameTask(other) && attempt > other.attempt;
    }

    /// Whether both are the same attempt, of which there is one only, whatever its driver.
    public boolean sameAttempt(TaskHandle other) {
        return sameTask(other) && attempt == other.attempt;
    }

    /// Whether both are runs of the same task of the same allocation.
    public boolean sameTask(TaskHandle other) {
        return allocation.equals(other.allocation) && task.equals(other.task);
    }
}
