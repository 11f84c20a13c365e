package dev.skerry.json;

import dev.skerry.kernel.Form;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A room's state as a stream of records: for each a line with its JSON, a space and the CRC-32C of
/// the JSON in eight hexadecimal digits. [RecordReader] reads it.
///
/// @param <R> what a record is
public final class RecordWriter<R> {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Form<R> form;
    private final OutputStream to;
    private long count;

    public RecordWriter(Form<R> form, OutputStream to) {
        this.form = form;
        this.to = new BufferedOutputStream(to, BUFFER_BYTES);
    }

    public void write(R record) throws IOException {
        var json = form.encode(record);
        to.write(json);
        var tail = " " + HexFormat.of().toHexDigits(RecordReader.checksum(json)) + "\n";
        to.write(tail.getBytes(StandardCharsets.US_ASCII));
        count++;
    }

    /// Records so far.
    public long count() {
        return count;
    }

    public void flush() throws IOException {
        to.flush();
    }
}
