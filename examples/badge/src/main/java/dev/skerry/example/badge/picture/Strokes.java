package dev.skerry.example.badge.picture;

import java.util.ArrayList;
import java.util.List;

/// The centre lines of one letter, in the units of `letters.txt`: a capital is 6 high.
record Strokes(double width, List<Step> steps) {
    /// One move of the pen: `M`, `L`, `v` or `h`.
    record Step(char move, double x, double y) {}

    static Strokes parse(String width, String path) {
        var steps = new ArrayList<Step>();
        for (var word : path.split(" ", -1)) {
            int comma = word.indexOf(',');
            if (comma < 2 || "MLvh".indexOf(word.charAt(0)) < 0)
                throw new IllegalArgumentException(
                        "stroke `" + word + "`; one of M L v h, then x,y is right");
            steps.add(
                    new Step(
                            word.charAt(0),
                            Double.parseDouble(word.substring(1, comma)),
                            Double.parseDouble(word.substring(comma + 1))));
        }
        return new Strokes(Double.parseDouble(width), List.copyOf(steps));
    }
}
