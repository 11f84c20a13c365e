package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.session.Session;
import dev.skerry.cli.session.Shell;
import dev.skerry.cli.show.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Every command on terminals of any width, down to the 20 columns of a very small one.
class NarrowTerminalTest {
    /// What is not right, and where it is said.
    private static final List<String> WRONG =
            List.of(
                    "job validate %s.wrong",
                    "job run %s.wrong",
                    "job run %s.none",
                    "job run --timeout 1ms %s.large",
                    "job rnu",
                    "nonsense",
                    "job run --tiemout=5s x",
                    "node status nobody",
                    "node drain invalid --deadline soon",
                    "node drain invalid --deadline 40d",
                    "alloc logs --task away a1",
                    "alloc logs --tail=0 a1");

    /// What says no more than others, or is looked at elsewhere: it asks, reads a folder, starts
    /// processes, or is written for a program.
    private static final Set<String> ELSEWHERE =
            Set.of("help", "job run", "login", "server leave", "cell backup", "dev", "completion");

    /// The help of each command, however wide it is.
    private static final Map<String, String> WIDE = new HashMap<>();

    @TempDir Path folder;
    private FakeServer server;
    private String file = "";

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
        file = folder.resolve("job.yaml") + "";
        Examples.files(Path.of(file));
        Files.writeString(Path.of(file + ".wrong"), "job: hello\nwrong: 1\n");
        Files.writeString(Path.of(file + ".large"), "job: large\n");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Typed on(int columns, String words) {
        return Typed.on(columns, server, words.formatted(file));
    }

    private static void fits(int columns, String words, String said) {
        // a file to be kept has the lines that it has
        if (words.matches("(role|issuer|signing) show .*")) return;
        // a path has no place to be broken at
        allFits(columns, words, said.replaceAll("(?m)^.*/.*$", ""));
    }

    private static void allFits(int columns, String words, String said) {
        assertTrue(said.lines().allMatch(line -> drawn(line) <= columns), words + "\n" + said);
    }

    /// Without what moves the cursor.
    private static int drawn(String line) {
        return line.replaceAll("\u001b\\[[0-9]*[A-Z]", "").length();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 39, 40, 54, 55, 56, 80, 99, 100, 101, 200, 300})
    void anyCommandDoesItsWorkAndFits(int columns) {
        for (var words : commands("", Commands.line(new Session(none())))) {
            var help = on(columns, words + "--help");
            assertEquals(0, help.exitCode(), words + help.err());
            assertTrue(!help.out().isBlank(), words);
            allFits(columns, words, help.out());
            keeps(WIDE.computeIfAbsent(words, it -> on(0, it + "--help").out()), help.out());
            allFits(columns, words, on(columns, ("help " + words).strip()).out());
        }
        var run = on(columns, "job run %s");
        assertEquals(0, run.exitCode(), run.err());
        fits(columns, "job run", run.out());
        for (var words : Examples.SHOWING) {
            var shown = on(columns, words);
            assertEquals(0, shown.exitCode(), words + shown.err());
            assertTrue(!shown.out().isBlank(), words);
            fits(columns, words, shown.out() + shown.err());
        }
    }

    @Test
    void noCommandIsLeftOut() {
        var line = Commands.line(new Session(none()));
        for (var name : leaves("", line))
            assertTrue(
                    ELSEWHERE.contains(name)
                            || Examples.SHOWING.stream()
                                    .anyMatch(it -> (it + " ").startsWith(name + " ")),
                    () -> "skerry " + name + " is not in " + Examples.WHERE);
    }

    private static List<String> leaves(String name, CommandLine line) {
        if (line.getSubcommands().isEmpty()) return List.of(name);
        var all = new ArrayList<String>();
        line.getSubcommands()
                .forEach((it, inner) -> all.addAll(leaves((name + " " + it).strip(), inner)));
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 39, 80})
    void whatIsWrongIsSaidAndFits(int columns) {
        for (var words : WRONG) {
            var wide = on(0, words);
            var narrow = on(columns, words);
            assertTrue(narrow.exitCode() != 0, words);
            assertEquals(wide.exitCode(), narrow.exitCode(), words);
            keeps(wide.err(), narrow.err());
            fits(columns, words, narrow.out() + narrow.err());
        }
    }

    /// Whatever stands there on a wide terminal stands there on a narrow one as well.
    @Test
    void nothingIsLost() {
        assertEquals(0, on(0, "job run %s").exitCode());
        for (var words : Examples.SHOWING) {
            var wide = on(0, words).out();
            if (words.startsWith("job stop")) on(0, "job run %s");
            keeps(wide, on(20, words).out());
        }
    }

    /// Every word, but for titles of nothing, and seconds.
    private static void keeps(String wide, String narrow) {
        var letters = narrow.replaceAll("\\s", "");
        for (var word : wide.split("\\s+", -1)) {
            if (word.matches("[0-9]+|[A-Z]+")) continue;
            assertTrue(letters.contains(word), word + " is not in " + narrow);
        }
    }

    private static Shell none() {
        var nowhere = Screen.plain(new ByteArrayOutputStream());
        return Typed.shell(nowhere, nowhere);
    }

    /// In a pager or a file it is as wide as the environment says.
    @Test
    void helpThatIsPipedFitsToo() {
        for (var words : commands("", Commands.line(new Session(none())))) {
            var environment = new HashMap<>(Typed.NOBODY);
            environment.put("COLUMNS", "40");
            var help = Typed.with(0, environment, "", server, words + "--help");
            allFits(40, words, help.out());
            environment.put("COLUMNS", "wide");
            allFits(100, words, Typed.with(0, environment, "", server, words + "--help").out());
        }
    }

    /// Each with a space behind it.
    private static List<String> commands(String before, CommandLine line) {
        var all = new ArrayList<>(List.of(before));
        line.getSubcommands().forEach((name, it) -> all.addAll(commands(before + name + " ", it)));
        return all;
    }
}
