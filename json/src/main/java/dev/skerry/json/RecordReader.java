package dev.skerry.json;

import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// Reads the records that [RecordWriter] has written.
///
/// @param <R> what a record is
public final class RecordReader<R> {
    private static final int LINE_BYTES_MAX = 32 * 1024 * 1024;
    private static final int CHECKSUM_CHARACTERS = 8;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Form<R> form;
    private final InputStream from;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int end;
    private long count;

    public RecordReader(Form<R> form, InputStream from) {
        this.form = form;
        this.from = from;
    }

    /// The next record.
    ///
    /// @throws IOException when there is none, or when it is not as it was written
    public R read() throws IOException {
        var line = line();
        count++;
        int json = line.length - CHECKSUM_CHARACTERS - 1;
        if (json < 1 || line[json] != ' ') throw damaged("is no record");
        var text = new String(line, json + 1, CHECKSUM_CHARACTERS, StandardCharsets.US_ASCII);
        var body = Arrays.copyOf(line, json);
        if (!HexFormat.of().toHexDigits(checksum(body)).equals(text))
            throw damaged("has another checksum than it had when it was written");
        try {
            return form.decode(body);
        } catch (Malformed e) {
            throw new IOException("record " + count + " of the saved state cannot be read", e);
        }
    }

    /// Records so far.
    public long count() {
        return count;
    }

    /// What is wrong with the record that was read last.
    ///
    /// @param how continues "record 5 of the saved state "
    public IOException damaged(String how) {
        return new IOException("record " + count + " of the saved state " + how);
    }

    private byte[] line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            if (position == end) {
                position = 0;
                end = Math.max(0, from.read(buffer));
                if (end == 0)
                    throw new IOException("the saved state ends after " + count + " records");
            }
            int begin = position;
            while (position < end && buffer[position] != '\n') position++;
            line.write(buffer, begin, position - begin);
            if (line.size() > LINE_BYTES_MAX) throw damaged("is too long");
            if (position == end) continue;
            position++;
            return line.toByteArray();
        }
    }

    static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
