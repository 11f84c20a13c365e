package dev.skerry.cli.show;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// Times, sizes and numbers as people say them.
public final class Words {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Words() {}

    /// `3 m ago`, for a time as the API writes it; empty for none.
    public static String ago(String time, Instant now) {
        var span = span(time, now);
        return span.isEmpty() || span.equals("now") ? span : span + " ago";
    }

    /// `3 m`, the time since then.
    public static String span(String time, Instant now) {
        if (time.isEmpty()) return "";
        try {
            var since = Duration.between(Instant.parse(time), now);
            return since.isNegative() ? "now" : duration(since);
        } catch (DateTimeParseException e) {
            return time;
        }
    }

    /// `in 3 h`, for a time to come; `now` when it is over.
    public static String until(String time, Instant now) {
        if (time.isEmpty()) return "";
        try {
            var left = Duration.between(now, Instant.parse(time));
            // to the nearest day, or minute
            if (left.toDays() > 1) left = left.plusHours(12);
            else if (left.toMinutes() > 0) left = left.plusSeconds(30);
            return left.toSeconds() < 1 ? "now" : "in " + duration(left);
        } catch (DateTimeParseException e) {
            return time;
        }
    }

    /// In its largest unit, and never more exact than it is useful.
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) return "now";
        if (seconds < 60) return seconds + " s";
        if (seconds < 3600) return seconds / 60 + " m";
        if (seconds < 48 * 3600) {
            long minutes = seconds / 60 % 60;
            return seconds / 3600 + " h" + (minutes == 0 ? "" : " " + minutes + " m");
        }
        return seconds / 86_400 + " d";
    }

    /// `1.5 GiB`.
    public static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (Math.abs(size) >= 1024 && unit < SIZES.length - 1) {
            size /= 1024;
            unit++;
        }
        return decimal(size) + " " + SIZES[unit];
    }

    /// `400 MHz`, `2.4 GHz`.
    public static String frequency(long mhz) {
        return mhz < 1000 ? mhz + " MHz" : decimal(mhz / 1000.0) + " GHz";
    }

    /// One digit behind the point, and none when it is 0.
    public static String decimal(double number) {
        var text = String.format(Locale.ROOT, "%.1f", number);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /// A score: `0.82`.
    public static String score(double score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }

    /// What is wrong with a file: many of Java's own messages are but a path.
    public static String trouble(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is a file and no folder";
            case FileSystemException file when file.getReason() != null -> reason(file.getReason());
            default -> reason(String.valueOf(e.getMessage()));
        };
    }

    private static String reason(String system) {
        boolean full = system.startsWith("No space left on device");
        return full ? "the disk is full; make room there" : system;
    }

    /// `1 node`, `3 nodes`, `10,000 nodes`.
    public static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
