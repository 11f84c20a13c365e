package dev.skerry.sim.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A text file of the repository that people write.
record Source(Path file, String path, List<String> lines) {
    static final Path ROOT = Path.of(System.getProperty("skerry.root", ".."));
    private static final Set<String> LEFT_OUT =
            Set.of("target", "dist", ".git", ".skerry", ".idea", ".vscode");
    private static final Pattern TEXT =
            Pattern.compile(".*\\.(java|c|js|css|sh|md|xml|yaml)|skerry[-a-z]*|run");

    static List<Source> all() {
        return in(ROOT).toList();
    }

    /// Folders that are left out are not entered: what is in them can vanish at any time.
    private static Stream<Source> in(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries
                    .filter(entry -> !LEFT_OUT.contains(entry.getFileName() + ""))
                    .sorted()
                    .toList()
                    .stream()
                    .flatMap(entry -> Files.isDirectory(entry) ? in(entry) : file(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Source> file(Path file) {
        var text = TEXT.matcher(file.getFileName() + "").matches();
        return text ? Stream.of(read(file)) : Stream.empty();
    }

    private static Source read(Path file) {
        try {
            return new Source(file, ROOT.relativize(file) + "", Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean code() {
        return !path.matches(".*\\.(md|xml|yaml)");
    }

    /// The pages hold markup, whose lines are what they draw.
    boolean narrow() {
        return code() && !path.matches(".*/web/.*\\.(js|css)");
    }

    /// A test writes it out of parts that people write.
    boolean gathered() {
        return path.equals("docs/api/openapi.yaml");
    }

    boolean java() {
        return path.endsWith(".java");
    }

    boolean test() {
        return path.contains("src/test/");
    }

    boolean docs() {
        return path.endsWith(".md");
    }

    /// The line as a place to click on.
    String at(int index) {
        return path + ":" + (index + 1) + ": " + lines.get(index).strip();
    }

    Stream<String> linesWith(Predicate<String> bad) {
        return IntStream.range(0, lines.size())
                .filter(i -> bad.test(lines.get(i)))
                .mapToObj(this::at);
    }
}
