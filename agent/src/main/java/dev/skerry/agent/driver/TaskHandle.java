package dev.skerry.agent.driver;

import org.jspecify.annotations.Nullable;

/// Names one run of one task: the allocation, the task in it, and which attempt, from 0.
///
/// Its parts become names of files and cgroups, hence the bounds: letters, digits, `-` and `_`, at
/// most [#PART_CHARS_MAX] of them.
public record TaskHandle(String allocation, String task, int attempt) {
    public static final int PART_CHARS_MAX = 80;

    public TaskHandle {
        if (!isName(allocation)) throw new IllegalArgumentException("allocation: " + allocation);
        if (!isName(task)) throw new IllegalArgumentException("task: " + task);
        if (attempt < 0) throw new IllegalArgumentException("attempt: " + attempt);
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
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0) return null;
        try {
            int attempt = Integer.parseInt(text.substring(second + 1));
            return new TaskHandle(
                    text.substring(0, first), text.substring(first + 1, second), attempt);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// The handle as one word, `allocation.task.attempt`.
    @Override
    public String toString() {
        return allocation + "." + task + "." + attempt;
    }

    /// Whether it is a later run of the same task.
    public boolean supersedes(TaskHandle other) {
        return sameTask(other) && attempt > other.attempt;
    }

    /// Whether both are runs of the same task of the same allocation.
    public boolean sameTask(TaskHandle other) {
        return allocation.equals(other.allocation) && task.equals(other.task);
    }
}
