package dev.skerry.sim.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The limits of STYLE.md. Each failure lists `file:line`, so that it can be clicked.
class TidyTest {
    static final int FILE_LINES_MAX = 600;
    static final int METHOD_LINES_MAX = 70;
    static final int PACKAGE_FILES_MAX = 25;

    static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");
    static final List<Source> SOURCES = Source.all();

    /// A pattern that no line of some files may have, and what to do instead.
    record Ban(String what, Predicate<Source> where, String pattern) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Ban> bans() {
        return List.of(
                new Ban("a line has at most 100 columns", Source::narrow, "^.{101,}"),
                new Ban(
                        "a TODO names its issue",
                        _ -> true,
                        "\\b(TODO|FIXME|XXX)\\b(?!.{0,3}#\\d)"),
                new Ban(
                        "a test awaits a condition",
                        Source::test,
                        "Thread\\s*\\.\\s*sleep|::sleep"),
                new Ban(
                        "no test is skipped",
                        Source::test,
                        "@(Disabled|Enabled)|\\bassum(e(True|False|That)|ingThat)\\b|Assumptions"),
                new Ban(
                        "a type is named after what it is",
                        Source::java,
                        "\\b(class|interface|record|enum) \\w*(Manager|Helper|Util|Impl|Abstract)"
                                + "(?![a-rt-z])"),
                new Ban(
                        "what is forgotten is decided: applying knows no limit",
                        source -> source.path().matches(".*/main/.*(Apply|/node/Replay)\\.java"),
                        "\\b[A-Z_]*(MAX|MIN|KEPT|LIMIT|LEAST|AFTER|EVERY|_MS|_BYTES)\\b"),
                new Ban("nothing refers outside the repository", _ -> true, "\\.\\./shared"));
    }

    @ParameterizedTest
    @MethodSource("bans")
    void noLineHas(Ban ban) {
        var pattern = Pattern.compile(ban.pattern());
        none(
                SOURCES.stream()
                        .filter(ban.where())
                        .filter(source -> !source.path().endsWith("TidyTest.java")) // quotes them
                        .flatMap(source -> source.linesWith(pattern.asPredicate())));
    }

    @Test
    void filesAreShort() {
        none(
                SOURCES.stream()
                        .filter(source -> !source.gathered())
                        .filter(source -> source.lines().size() > FILE_LINES_MAX)
                        .map(source -> source.path() + ": " + source.lines().size() + " lines"));
    }

    @Test
    void packagesAreSmall() {
        var counts = new TreeMap<String, Integer>();
        for (var source : SOURCES) {
            if (source.java())
                counts.merge(Path.of(source.path()).getParent() + "", 1, Integer::sum);
        }
        none(
                counts.entrySet().stream()
                        .filter(count -> count.getValue() > PACKAGE_FILES_MAX)
                        .map(count -> count.getKey() + ": " + count.getValue() + " files"));
    }

    @Test
    void methodsAreShort() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        var java = SOURCES.stream().filter(Source::java).map(Source::file);
        var units = files.getJavaFileObjectsFromPaths(java.toList());
        var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
        var found = new ArrayList<String>();
        for (var unit : task.parse()) new LongMethods(Trees.instance(task), found).scan(unit, unit);
        none(found.stream());
    }

    @Test
    void suppressionsSayWhy() {
        var found = new ArrayList<String>();
        for (var source : SOURCES) {
            if (!source.java() || source.path().endsWith("TidyTest.java")) continue;
            var before = "";
            for (int i = 0; i < source.lines().size(); i++) {
                var line = source.lines().get(i).strip();
                var reason = line.contains("// ") || before.startsWith("// ");
                if (line.contains("@SuppressWarnings") && !reason) found.add(source.at(i));
                before = line;
            }
        }
        none(found.stream());
    }

    /// Each row of its table is a folder that is there, and each folder has its row.
    @Test
    void eachRoomSaysWhatIsWhereInIt() throws IOException {
        for (var room : ArchTest.ROOM_NAMES) {
            var said = new TreeSet<String>();
            var row = Pattern.compile("^\\| `(\\w+)/` \\|", Pattern.MULTILINE);
            var readme = Files.readString(Source.ROOT.resolve(room).resolve("README.md"));
            row.matcher(readme).results().forEach(it -> said.add(it.group(1)));
            var code = Source.ROOT.resolve(room + "/src/main/java/dev/skerry/" + room);
            try (var all = Files.list(code)) {
                var there = all.filter(Files::isDirectory).map(it -> it.getFileName() + "");
                assertEquals(new TreeSet<>(there.toList()), said, room);
            }
        }
    }

    @Test
    void linksOfDocsResolve() {
        var found = new ArrayList<String>();
        for (var source : SOURCES) {
            if (!source.docs()) continue;
            var folder = source.file().resolveSibling("");
            for (int i = 0; i < source.lines().size(); i++) {
                for (var link = LINK.matcher(source.lines().get(i)); link.find(); ) {
                    var target = link.group(1);
                    if (target.matches("(https?|mailto):.*")) continue;
                    if (!Files.exists(folder.resolve(target))) found.add(source.at(i));
                }
            }
        }
        none(found.stream());
    }

    static final class LongMethods extends TreeScanner<@Nullable Void, CompilationUnitTree> {
        private final Trees trees;
        private final List<String> found;

        LongMethods(Trees trees, List<String> found) {
            this.trees = trees;
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, CompilationUnitTree unit) {
            var positions = trees.getSourcePositions();
            var first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
            var last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
            var lines = last - first + 1;
            if (lines > METHOD_LINES_MAX) {
                found.add(unit.getSourceFile().getName() + ":" + first + ": " + lines + " lines");
            }
            return super.visitMethod(method, unit);
        }
    }

    static void none(Stream<String> violations) {
        assertEquals("", String.join("\n", violations.toList()));
    }
}
