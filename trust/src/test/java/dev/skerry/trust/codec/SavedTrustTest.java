package dev.skerry.trust.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention;
import dev.skerry.trust.audit.AuditRetention.AuditMark;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavedTrustTest {
    private static byte[] saved(Trust trust) throws IOException {
        var out = new ByteArrayOutputStream();
        new SavedTrust().write(trust, out);
        return out.toByteArray();
    }

    private static Trust read(byte[] bytes) throws IOException {
        return new SavedTrust().read(new ByteArrayInputStream(bytes));
    }

    private static Trust small() {
        return Trust.EMPTY
                .with(TrustCodecTest.TOKEN)
                .with(TrustCodecTest.ROLE)
                .with(TrustCodecTest.ISSUER)
                .with(TrustCodecTest.SIGNING)
                .with(TrustCodecTest.GIVEN)
                .first(true)
                .atTick(100_000)
                .audited(new AuditHead(7, "ab".repeat(32)));
    }

    /// Some of the audit was let go.
    private static Trust kept() {
        var mark = new AuditMark(new AuditHead(6, "ef".repeat(32)), 90_000);
        var letGo = AuditRetention.NONE.lettingGo(new AuditHead(5, "cd".repeat(32)));
        return small().keeping(letGo.with(mark));
    }

    /// They are on disks: what is different is a new format.
    @Test
    void theRecordsAreThese() throws Exception {
        holds(saved(kept()), kept());
        holds(saved(small()), small());
    }

    private static void holds(byte[] bytes, Trust trust) throws IOException {
        assertEquals(trust, read(bytes));
        boolean kept = trust.retention().letGo().number() > 0;
        var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        var begins =
                List.of(
                        "{\"header\":{\"format\":1,\"firstMade\":true,\"tickMs\":100000,"
                                + "\"audit\":{\"number\":7,\"hash\":\""
                                + "ab".repeat(32)
                                + (kept
                                        ? "\"},\"letGo\":{\"number\":5,\"hash\":\""
                                                + "cd".repeat(32)
                                        : "")
                                + "\"}}} ",
                        "{\"auditMark\":{\"mark\":{\"at\":{\"number\":6,\"hash\":\"",
                        "{\"role\":{\"role\":{\"name\":\"shop\",",
                        "{\"issuer\":{\"issuer\":{\"name\":\"ci\",",
                        "{\"signingRule\":{\"rule\":{\"name\":\"till\",",
                        "{\"token\":{\"token\":{\"id\":\"",
                        "{\"token\":{\"token\":{\"id\":\"",
                        "{\"end\":{\"records\":%d}} ".formatted(kept ? 7 : 6));
        if (!kept) begins = begins.stream().filter(it -> !it.startsWith("{\"auditMark")).toList();
        assertEquals(begins.size(), lines.size());
        for (int i = 0; i < begins.size(); i++)
            assertTrue(lines.get(i).startsWith(begins.get(i)), lines.get(i));
    }

    @Test
    void nothingComesBackAsNothing() throws Exception {
        assertEquals(Trust.EMPTY, read(saved(Trust.EMPTY)));
    }

    /// Builds before there was an audit have written none.
    @Test
    void aStateOfBeforeTheAuditBeginsIt() throws Exception {
        var header = "{\"header\":{\"format\":1,\"firstMade\":true,\"tickMs\":100000}}";
        assertEquals(
                new TrustRecord.Header(1, true, 100_000, null, null),
                TrustCodec.of(TrustRecord.class).decode(header.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tenThousandTokensComeBackAsTheyWere() throws Exception {
        var trust = small();
        for (int i = 0; i < 10_000; i++)
            trust =
                    trust.with(
                            new AccessToken(
                                    "%012x".formatted(i),
                                    "token-" + i,
                                    "%064x".formatted(i),
                                    List.of("reader", "shop"),
                                    i,
                                    i + 60_000,
                                    i + 60_500));
        var back = read(saved(trust));
        assertEquals(trust, back);
        assertEquals(10_002, back.tokens().size());
        assertEquals(trust.token("token-77"), back.token("token-77"));
        assertEquals(60_007, back.expiries().tickMs("0123456789ab"));
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
            assertThrows(IOException.class, () -> new SavedTrust().read(cut));
        }
    }
}
