package dev.skerry.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.kernel.Form;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final Form<String> FORM =
            new Form<>() {
                @Override
                public byte[] encode(String value) {
                    return value.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public String decode(byte[] bytes) {
                    return new String(bytes, StandardCharsets.UTF_8);
                }
            };

    private static byte[] written(List<String> records) throws IOException {
        var to = new ByteArrayOutputStream();
        var out = new RecordWriter<>(FORM, to);
        for (var each : records) out.write(each);
        out.flush();
        assertEquals(records.size(), out.count());
        return to.toByteArray();
    }

    private static RecordReader<String> reader(byte[] bytes) {
        return new RecordReader<>(FORM, new ByteArrayInputStream(bytes));
    }

    @Test
    void theBytesThatAreOnDisksAreThese() throws IOException {
        var bytes = written(List.of("{\"a\":1}"));
        assertEquals("{\"a\":1} cff7d56a\n", new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void whatWasWrittenIsReadToItsEnd() throws IOException {
        var long1 = "x".repeat(200_000);
        var in = reader(written(List.of("{}", long1, "[\"è\"]")));
        for (var each : List.of("{}", long1, "[\"è\"]")) assertEquals(each, in.read());
        assertEquals(3, in.count());
        var end = assertThrows(IOException.class, in::read);
        assertEquals("the saved state ends after 3 records", end.getMessage());
    }

    /// Each byte of a record, torn off or changed.
    @Test
    void noDamageIsReadAsIfItWereWhole() throws IOException {
        var whole = written(List.of("{\"a\":1}"));
        for (int i = 0; i < whole.length; i++) {
            var torn = reader(Arrays.copyOf(whole, i));
            assertThrows(IOException.class, torn::read, "torn at " + i);
            var changed = whole.clone();
            changed[i] ^= 4;
            assertThrows(IOException.class, () -> readAll(changed), "changed at " + i);
        }
    }

    private static void readAll(byte[] bytes) throws IOException {
        var in = reader(bytes);
        assertEquals("{\"a\":1}", in.read());
    }
}
