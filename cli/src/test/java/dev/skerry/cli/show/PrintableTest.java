package dev.skerry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void plainTextStaysAsItIs() {
        for (var text : List.of("", "badge-1", "Grüße, 12 °C → 🛰", "a\u00a0b"))
            assertEquals(text, Printable.line(text));
    }

    @Test
    void nothingOfAValueControlsATerminal() {
        assertEquals("␛[2Jx", Printable.line("\u001b[2Jx"));
        assertEquals("␛]0;mine␇", Printable.line("\u001b]0;mine\u0007"));
        assertEquals("�31mred", Printable.line("\u009b31mred"));
        assertEquals("a␈␡b", Printable.line("a\b\u007fb"));
        assertEquals("ab␍c", Printable.line("ab\rc"));
        assertEquals("�gpj.exe", Printable.line("\u202egpj.exe"));
        assertEquals("half �", Printable.line("half \ud83d"));
    }

    /// A value cannot look like a line of its own.
    @Test
    void aValueIsOneLine() {
        assertEquals("up  roles admin", Printable.line("up\r\n\troles admin"));
        assertEquals("up�roles admin", Printable.line("up\u2028roles admin"));
    }

    @Test
    void ownPaintStaysWhereThereIsColour() {
        var text = Paint.BAD.begin + "failed" + Paint.END + "\nwhy\u001b[1A";
        assertEquals(
                Paint.BAD.begin + "failed" + Paint.END + "\nwhy␛[1A", Printable.lines(text, true));
        assertEquals("␛[31mfailed␛[0m\nwhy␛[1A", Printable.lines(text, false));
    }

    private static String printed(boolean terminal, boolean raw, String text) {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var screen = new Screen(stream, terminal, false, terminal ? 80 : 0);
        if (raw) screen.raw(text);
        else screen.line(text);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whateverIsPrintedForPeopleIsPrintable() {
        assertEquals("␛[1mx\n", printed(false, false, "\u001b[1mx"));
        assertEquals("␛[1mx\n", printed(true, false, "\u001b[1mx"));
        assertEquals("{\"a\":\"�\"}\n", printed(true, true, "{\"a\":\"\u009b\"}"));
        assertEquals("{\"a\":\"\u009b\"}\n", printed(false, true, "{\"a\":\"\u009b\"}"));
    }

    /// But for what tasks have written, help, and what moves the cursor to draw anew.
    @Test
    void nobodyPrintsPastTheScreen() throws IOException {
        var allowed = Set.of("Screen.java", "AllocLogs.java", "JobProgress.java", "Main.java");
        var screen = "(out|err|screen)(\\(\\))?\\s*\\.stream\\(\\)";
        var past = Pattern.compile(screen + "|System\\.(out|err)");
        try (var files = Files.walk(Path.of("src", "main", "java"))) {
            for (var file : files.filter(it -> it.toString().endsWith(".java")).toList())
                if (!allowed.contains(file.getFileName().toString()))
                    assertFalse(past.matcher(Files.readString(file)).find(), file.toString());
        }
    }
}
