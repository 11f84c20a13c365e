package dev.skerry.server.http.wire;

import dev.skerry.http.Declined;
import dev.skerry.http.Request;
import dev.skerry.kernel.Text;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A body in chunks, read as RFC 9112 (section 7.1) has it and written down again without what
/// nobody needs: extensions and trailers are left out, and what is too odd to be sure of is
/// refused, since somebody before us may have read it otherwise.
///
/// | from     | what comes              | to       |
/// |----------|-------------------------|----------|
/// | SIZE     | the size of a chunk     | DATA     |
/// | SIZE     | the size 0              | TRAILERS |
/// | DATA     | as many bytes as it has | END      |
/// | END      | an empty line           | SIZE     |
/// | TRAILERS | a field                 | TRAILERS |
/// | TRAILERS | an empty line           | OVER     |
public final class Chunks {
    /// Of one body: so much larger than it may be that one too large is read on for a while, and
    /// its client hears why.
    public static final int ALL_BYTES_MAX = 4 * Request.BODY_BYTES_MAX;

    private static final int LINE_BYTES_MAX = 1_024;

    /// Of extensions and trailers of one body.
    private static final int BESIDES_BYTES_MAX = 16 * 1_024;

    private static final int SHOWN_CHARACTERS_MAX = 40;
    private static final int HEXADECIMAL = 16;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED =
            "\"(?:[^\"\\\\\\x00-\\x08\\x0a-\\x1f\\x7f]|\\\\[^\\n])*+\"";

    private static final Pattern SIZE =
            Pattern.compile(
                    "([0-9A-Fa-f]{1,8})(?:[ \\t]*+;[ \\t]*+%s(?:[ \\t]*+=[ \\t]*+(?:%s|%s))?+)*+"
                            .formatted(TOKEN, TOKEN, QUOTED));

    private static final Pattern TRAILER = Pattern.compile(TOKEN + ":[^\\x00-\\x08\\x0a-\\x1f]*+");

    private final StringBuilder line = new StringBuilder();
    private State state = State.SIZE;
    private int left;
    private int all;
    private int besides;

    private enum State {
        SIZE,
        DATA,
        END,
        TRAILERS,
        OVER
    }

    /// Takes what belongs to the body.
    ///
    /// @param to gets it in chunks that are smaller than those that came
    void read(ByteBuffer from, ByteArrayOutputStream to) throws Declined {
        while (from.hasRemaining() && state != State.OVER) {
            if (state == State.DATA) data(from, to);
            else if (lineEnds((char) (from.get() & 0xff))) {
                line(line.toString(), to);
                line.setLength(0);
            }
        }
    }

    boolean over() {
        return state == State.OVER;
    }

    private void data(ByteBuffer from, ByteArrayOutputStream to) {
        var piece = new byte[Math.min(left, from.remaining())];
        from.get(piece);
        to.writeBytes(ascii(Integer.toHexString(piece.length) + "\r\n"));
        to.writeBytes(piece);
        to.writeBytes(ascii("\r\n"));
        left -= piece.length;
        if (left == 0) state = State.END;
    }

    /// Whether the line is whole, without its end then.
    private boolean lineEnds(char next) throws Declined {
        int last = line.length() - 1;
        boolean returned = last >= 0 && line.charAt(last) == '\r';
        if (returned && next == '\n') {
            line.setLength(last);
            return true;
        }
        if (returned || next == '\n') throw wrong("a line in a body of chunks ends in CR LF");
        if (last + 1 >= LINE_BYTES_MAX)
            throw wrong("a line beside chunks has at most %,d bytes".formatted(LINE_BYTES_MAX));
        line.append(next);
        return false;
    }

    private void line(String text, ByteArrayOutputStream to) throws Declined {
        switch (state) {
            case SIZE -> size(text);
            case END -> {
                if (!text.isEmpty()) throw wrong("a chunk is longer than its size says");
                state = State.SIZE;
            }
            case TRAILERS -> trailer(text, to);
            case DATA, OVER -> throw new IllegalStateException("no line is read there");
        }
    }

    private void size(String text) throws Declined {
        var found = SIZE.matcher(text);
        if (!found.matches())
            throw wrong(
                    "the size of a chunk is \"%s\"; it should be 1 to 8 hexadecimal digits"
                            .formatted(Text.fit(text, SHOWN_CHARACTERS_MAX)));
        long size = Long.parseLong(found.group(1), HEXADECIMAL);
        count(text.length() - found.end(1));
        if (size > ALL_BYTES_MAX - all) throw new Declined(413, "The body is too large.");
        left = (int) size;
        all += left;
        state = left == 0 ? State.TRAILERS : State.DATA;
    }

    private void trailer(String text, ByteArrayOutputStream to) throws Declined {
        if (text.isEmpty()) {
            to.writeBytes(ascii("0\r\n\r\n"));
            state = State.OVER;
            return;
        }
        count(text.length());
        if (!TRAILER.matcher(text).matches())
            throw wrong(
                    "after the last chunk is \"%s\"; there should be a field or an empty line"
                            .formatted(Text.fit(text, SHOWN_CHARACTERS_MAX)));
    }

    private void count(int more) throws Declined {
        besides += more;
        if (besides > BESIDES_BYTES_MAX)
            throw wrong(
                    "a body has at most %,d bytes beside its chunks".formatted(BESIDES_BYTES_MAX));
    }

    private static Declined wrong(String why) {
        return new Declined(400, why);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
