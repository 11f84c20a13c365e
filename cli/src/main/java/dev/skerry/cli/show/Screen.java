package dev.skerry.cli.show;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where text goes, and what can be done there.
///
/// @param terminal people look at it: it can be drawn anew
/// @param colours it shows them
/// @param columns to which tables are fitted; 0: as wide as they like
public record Screen(PrintStream stream, boolean terminal, boolean colours, int columns) {
    private static final int COLUMNS_DEFAULT = 100;
    private static final int COLUMNS_MIN = 20;
    private static final int BUFFER_BYTES = 8 * 1024;

    /// Anything but a terminal.
    public static Screen plain(OutputStream stream) {
        return new Screen(new PrintStream(stream, false, StandardCharsets.UTF_8), false, false, 0);
    }

    /// Standard output. The launching script says in the environment what it is: SKERRY_TERMINAL
    /// holds `out` and `err` where those are terminals.
    public static Screen out(Map<String, String> environment) {
        return of(FileDescriptor.out, "out", environment);
    }

    /// Standard error.
    public static Screen err(Map<String, String> environment) {
        return of(FileDescriptor.err, "err", environment);
    }

    private static Screen of(
            FileDescriptor descriptor, String name, Map<String, String> environment) {
        var file = new FileOutputStream(descriptor);
        var terminals = environment.getOrDefault("SKERRY_TERMINAL", "").split(" ", 3);
        boolean terminal = java.util.List.of(terminals).contains(name);
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb;
        var stream =
                new PrintStream(
                        new java.io.BufferedOutputStream(file, BUFFER_BYTES),
                        false,
                        StandardCharsets.UTF_8);
        int columns = columns(environment);
        if (columns == 0) columns = COLUMNS_DEFAULT;
        return new Screen(stream, terminal && !dumb, terminal && colours, terminal ? columns : 0);
    }

    /// As COLUMNS says; 0: it says nothing that could be.
    public static int columns(Map<String, String> environment) {
        var text = environment.getOrDefault("COLUMNS", "");
        int columns = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        return columns == 0 ? 0 : Math.max(COLUMNS_MIN, columns);
    }

    public String paint(Paint paint, String text) {
        return !colours || paint.begin.isEmpty() ? text : paint.begin + text + Paint.END;
    }

    /// For people: what is longer than the terminal is wide goes on in the next line.
    public void line(String said) {
        var text = Printable.lines(said, colours);
        if (columns == 0 || Wrapped.fits(columns, text)) stream.println(text);
        else stream.print(Wrapped.to(columns, text));
    }

    /// For programs, or to be copied: as it is, where no terminal would act on it.
    public void raw(String text) {
        stream.println(terminal ? Printable.lines(text, false) : text);
    }

    public void flush() {
        stream.flush();
    }
}
