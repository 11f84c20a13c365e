package dev.skerry.agent.facts;

import java.nio.file.Path;

/// A Java of a machine. The newest comes first.
///
/// @param folder with `bin/java`
/// @param version `25.0.3`, or as it was once, `1.8.0_412`
public record JavaHome(Path folder, String version) implements Comparable<JavaHome> {
    private static final int PARTS_MAX = 8;
    private static final long PART_MAX = 1 << 24;

    /// The one that the agent itself runs on.
    public static JavaHome own() {
        return new JavaHome(
                Path.of(System.getProperty("java.home")), System.getProperty("java.version", ""));
    }

    public Path program() {
        return folder.resolve("bin").resolve("java");
    }

    /// Which Java it is, as people count them: 8, 21, 25.
    public int feature() {
        var numbers = numbers();
        return (int) (numbers[0] == 1 ? numbers[1] : numbers[0]);
    }

    @Override
    public int compareTo(JavaHome other) {
        var left = numbers();
        var right = other.numbers();
        for (int i = 0; i < PARTS_MAX; i++)
            if (left[i] != right[i]) return Long.compare(right[i], left[i]);
        return 0;
    }

    /// Those between dots; `1.8.0_412` is older than `9`.
    private long[] numbers() {
        var numbers = new long[PARTS_MAX];
        int part = 0;
        for (int i = 0; i < version.length() && part < PARTS_MAX; i++) {
            char c = version.charAt(i);
            if (c >= '0' && c <= '9')
                numbers[part] = Math.min(numbers[part] * 10 + c - '0', PART_MAX);
            else part++;
        }
        return numbers;
    }
}
