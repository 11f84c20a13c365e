package dev.skerry.servers.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.json.RecordWriter;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.Servers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavedServersTest {
    private static byte[] saved(Servers servers) throws IOException {
        var out = new ByteArrayOutputStream();
        new SavedServers().write(servers, out);
        return out.toByteArray();
    }

    private static Servers read(byte[] bytes) throws IOException {
        return new SavedServers().read(new ByteArrayInputStream(bytes));
    }

    /// Server s5 was there once.
    private static Servers small() {
        var first =
                new Member(
                        "s1", new Member.Addresses("a:1", "a:2"), new ServerBuild("0.1.0", 1), 10);
        return Servers.EMPTY
                .with(ServersCodecTest.MEMBER)
                .with(first)
                .with(ServersCodecTest.TOKEN)
                .from(100_000, 5);
    }

    /// They are on disks: what is different is a new format.
    @Test
    void theRecordsAreThese() throws Exception {
        var lines = new String(saved(small()), StandardCharsets.UTF_8).lines().toList();
        var begins =
                List.of(
                        "{\"header\":{\"format\":1,\"last\":5,\"tickMs\":100000,\"logFormat\":1}} ",
                        "{\"member\":{\"member\":{\"id\":\"s1\",",
                        "{\"member\":{\"member\":{\"id\":\"s2\",",
                        "{\"token\":{\"token\":{\"hash\":\"",
                        "{\"end\":{\"records\":4}} ");
        assertEquals(begins.size(), lines.size());
        for (int i = 0; i < begins.size(); i++)
            assertTrue(lines.get(i).startsWith(begins.get(i)), lines.get(i));
    }

    @Test
    void allComesBackAsItWas() throws Exception {
        assertEquals(Servers.EMPTY, read(saved(Servers.EMPTY)));
        var back = read(saved(small()));
        assertEquals(small(), back);
        assertTrue(back.removed("s5"));
        assertEquals("s6", back.nextId());
    }

    @Test
    void everyFlippedBitIsFound() throws Exception {
        var bytes = saved(small());
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 4;
            assertThrows(IOException.class, () -> read(bytes));
            bytes[i] ^= 4;
        }
    }

    @Test
    void everyMissingByteIsFound() throws Exception {
        var bytes = saved(small());
        for (int length = 0; length < bytes.length; length++) {
            var cut = new ByteArrayInputStream(bytes, 0, length);
            assertThrows(IOException.class, () -> new SavedServers().read(cut));
        }
    }

    private static byte[] records(ServersRecord... records) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new RecordWriter<>(ServersCodec.of(ServersRecord.class), out);
        for (var record : records) writer.write(record);
        writer.flush();
        return out.toByteArray();
    }

    /// Each record is whole, and the file is none that a server wrote.
    @Test
    void recordsThatDoNotBelongTogetherAreFound() throws Exception {
        var header = new ServersRecord.Header(1, 0, 0, 1);
        var end = new ServersRecord.End(1);
        assertEquals(Servers.EMPTY, read(records(header, end)));
        assertFound("is not a header", records(end));
        assertFound(
                "has format 2; this version reads 1",
                records(new ServersRecord.Header(2, 0, 0, 1), end));
        assertFound("is a second header", records(header, header, new ServersRecord.End(2)));
        assertFound("counts other records", records(header, new ServersRecord.End(2)));
    }

    private static void assertFound(String what, byte[] bytes) {
        var thrown = assertThrows(IOException.class, () -> read(bytes));
        assertTrue((thrown.getMessage() + "").contains(what), thrown::toString);
    }
}
