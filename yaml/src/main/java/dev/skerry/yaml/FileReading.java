package dev.skerry.yaml;

import dev.skerry.http.Problem;
import java.util.List;

/// What a file turned out to be.
///
/// @param <T> what a right one says
public sealed interface FileReading<T> {
    /// It is right.
    ///
    /// @param value with every default filled in
    record Parsed<T>(T value) implements FileReading<T> {}

    /// It is wrong.
    ///
    /// @param problems in the order of the file, at least one, at most [Yaml#PROBLEMS_MAX]
    record Wrong<T>(List<Problem> problems) implements FileReading<T> {
        public Wrong {
            problems = List.copyOf(problems);
        }
    }
}
