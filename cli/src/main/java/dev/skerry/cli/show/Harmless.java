package dev.skerry.cli.show;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What a task has written, on its way to a terminal: text, line ends and colours pass; everything
/// else that would control the terminal is made visible.
///
/// A log must not be able to rename the window, move the cursor over other lines or answer in the
/// reader's name.
public final class Harmless extends FilterOutputStream {
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;

    /// The first byte of U+0080 to U+00BF in UTF-8; up to U+009F they are controls as well.
    private static final int LATIN = 0xc2;

    private static final int CONTROLS_END = 0xa0;

    /// The pictures of the controls, U+2400 to U+241F.
    private static final int PICTURES = 0x2400;

    private static final int COLOUR_BYTES_MAX = 32;

    /// What may become a colour, or a control of two bytes.
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    public Harmless(OutputStream terminal) {
        super(terminal);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) write(bytes[i]);
    }

    @Override
    public void write(int next) throws IOException {
        int it = next & 0xff;
        if (begun.size() > 0 && goesOn(it)) return;
        if (it == ESCAPE || it == LATIN) begun.write(it);
        else if (it == '\n' || it == '\r' || it == '\t') out.write(it);
        else if (it < ' ') picture(it);
        else if (it == DELETE) out.write("\u2421".getBytes(StandardCharsets.UTF_8));
        else out.write(it);
    }

    /// Whether the byte belongs to what has begun; if not, that was no colour and is shown.
    private boolean goesOn(int it) throws IOException {
        var all = begun.toByteArray();
        if ((all[0] & 0xff) == LATIN) {
            begun.reset();
            if (it >= 0x80 && it < CONTROLS_END) return true; // nothing to see
            out.write(LATIN);
            if (it < 0x80) return false;
            out.write(it);
            return true;
        }
        boolean fits = all.length == 1 ? it == '[' : it >= '0' && it <= ';';
        if (fits && all.length < COLOUR_BYTES_MAX) {
            begun.write(it);
            return true;
        }
        begun.reset();
        boolean colour = it == 'm' && all.length > 1;
        if (!colour) picture(ESCAPE);
        out.write(all, colour ? 0 : 1, colour ? all.length : all.length - 1);
        if (colour) out.write(it);
        return colour;
    }

    private void picture(int control) throws IOException {
        out.write(Character.toString(PICTURES + control).getBytes(StandardCharsets.UTF_8));
    }
}
