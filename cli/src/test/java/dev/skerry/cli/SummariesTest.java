package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Screen;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// A list of commands has the first line of what each says of itself.
class SummariesTest {
    @Test
    void theFirstLineOfACommandIsASentence() {
        var nowhere = Screen.plain(new ByteArrayOutputStream());
        var line = Commands.line(new Session(Typed.shell(nowhere, nowhere)));
        assertEquals(List.of(), cut(line).toList());
    }

    private static Stream<String> cut(CommandLine line) {
        var spec = line.getCommandSpec();
        var says = spec.usageMessage().description();
        var own =
                says.length > 0 && says[0].endsWith(".")
                        ? Stream.<String>of()
                        : Stream.of(spec.qualifiedName() + ": " + String.join(" ", says));
        return Stream.concat(
                own, line.getSubcommands().values().stream().flatMap(SummariesTest::cut));
    }
}
