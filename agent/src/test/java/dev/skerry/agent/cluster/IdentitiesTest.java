package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.link.NodeSeal;
import dev.skerry.agent.link.NodeSeal.Stamp;
import dev.skerry.agent.link.OwnIdentity;
import dev.skerry.cluster.codec.IdentityText;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.node.Run;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The identities of allocations, with a clock that is an argument and no link at all.
class IdentitiesTest {
    /// Made for this test; its certificate is its own authority.
    private static final String KEY =
            """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghAOsF2ukLEqc5X/T
            NJDqerX7W4i5aCKSAinwYunfyNWhRANCAAR2HG+3vDJ2xQt+ozmFiyNqen6wIHmb
            kHnUJhy8Hc234gqNiCf/gM9kc8apupWbRevIsEhAebL5daXS+kL6yPwY
            -----END PRIVATE KEY-----
            """;

    private static final String CERTIFICATE =
            """
            -----BEGIN CERTIFICATE-----
            MIIBtjCCAVugAwIBAgIUbpCJ8WxdoJ7OPlPFeWeoeKixEXIwCgYIKoZIzj0EAwIw
            LzEUMBIGA1UECgwLc2tlcnJ5LW5vZGUxFzAVBgNVBAMMDm4tMDAwMDAwMDAwMDAx
            MCAXDTI2MTEyOTEwMzgzOFoYDzIxMjYxMTA1MTAzODM4WjAvMRQwEgYDVQQKDAtz
            a2Vycnktbm9kZTEXMBUGA1UEAwwObi0wMDAwMDAwMDAwMDEwWTATBgcqhkjOPQIB
            BggqhkjOPQMBBwNCAAR2HG+3vDJ2xQt+ozmFiyNqen6wIHmbkHnUJhy8Hc234gqN
            iCf/gM9kc8apupWbRevIsEhAebL5daXS+kL6yPwYo1MwUTAdBgNVHQ4EFgQUWjOt
            6MtYsnFnD0QC+/iUeRAt/aYwHwYDVR0jBBgwFoAUWjOt6MtYsnFnD0QC+/iUeRAt
            /aYwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAxAKtzFywjXuJ
            bvSXrLYnPv9fZx1yuzao2GAEIL1SWHMCIQDL2e6fPwpmaEvxwzJIERRMkM01kT5/
            O4ZvDf0XnSO3Uw==
            -----END CERTIFICATE-----
            """;

    private static final long HOUR_MS = 3_600_000;

    /// Of the certificate.
    private static final long BEGIN_MS = 1_795_948_718_000L;

    @TempDir Path top;
    private final NodeClock clock = new NodeClock();
    private RunDirectories directories;
    private Identities identities;

    /// What identities are made with here.
    private static final class NodeClock implements Identities.Source {
        @Nullable NodeSeal seal;
        long tickMs = 5_000;
        long wallMs = BEGIN_MS + HOUR_MS;

        void pass(long ms) {
            tickMs += ms;
            wallMs += ms;
        }

        @Override
        public @Nullable Stamp stamp() throws GeneralSecurityException {
            return seal == null ? null : seal.stamp();
        }

        @Override
        public long tickMs() {
            return tickMs;
        }

        @Override
        public long wallMs() {
            return wallMs;
        }
    }

    @BeforeEach
    void open() throws Exception {
        directories = new RunDirectories(top.resolve("data"), null);
        clock.seal = joined();
        identities = new Identities(directories, clock);
    }

    /// As after the node was certified: the same key, and yet another certificate.
    private NodeSeal joined() throws Exception {
        var folder = Files.createDirectories(top.resolve("identity"));
        var text = "renew-at-ms: 0\n" + KEY + CERTIFICATE + "\nauthority\n" + CERTIFICATE;
        var file = Files.writeString(folder.resolve("certified.pem"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new NodeSeal(OwnIdentity.open(folder));
    }

    private static WorkOrder order(String allocation) {
        return Orders.of(allocation, Orders.task("web", Map.of()));
    }

    private static Run run(String allocation, Run.Phase phase, int attempt) {
        var task = new Run.Task("web", attempt, phase, List.of(), 0, -1, Map.of(), "");
        return new Run(order(allocation), 0, false, "", false, List.of(task), null);
    }

    private static List<Run> running(String... allocations) {
        var runs = new ArrayList<Run>();
        var phase = new Run.Phase.Running(7, 0, 0, Map.of());
        for (var each : allocations) runs.add(run(each, phase, 1));
        return runs;
    }

    private void begin(String allocation) throws Exception {
        directories.prepare(allocation, "web");
        identities.begin(order(allocation));
    }

    private Path file(String allocation) {
        return RunDirectories.identity(directories.run(allocation));
    }

    private String text(String allocation) throws Exception {
        return Files.readString(file(allocation));
    }

    private IdentityText read(String allocation) throws Exception {
        return IdentityText.parse(text(allocation));
    }

    @Test
    void itSaysWhoTheAllocationIsSignedByTheNode() throws Exception {
        begin("a17");
        var read = read("a17");
        assertEquals("default/badge/web/a17", read.claims().sub());
        assertTrue(read.claims().iss().matches("urn:skerry:[0-9a-f]{64}"), read.claims().iss());
        assertEquals(List.of("skerry"), read.claims().aud());
        assertEquals(clock.wallMs / 1_000, read.claims().iat());
        assertEquals(clock.wallMs / 1_000 + 3_600, read.claims().exp());
        var der = Base64.getDecoder().decode(read.head().x5c().getFirst());
        var certificate =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
        var by = Signature.getInstance("SHA256withECDSAinP1363Format");
        by.initVerify(certificate.getPublicKey());
        by.update(read.signed());
        assertTrue(by.verify(read.signature()));
        assertTrue(text("a17").length() < IdentityText.CHARACTERS_MAX / 2, "with room left");
    }

    @Test
    void itIsRenewedWhenHalfOfItsLifeIsOver() throws Exception {
        begin("a17");
        var first = text("a17");
        clock.pass(HOUR_MS / 2 - 1);
        assertEquals("", identities.renew(running("a17")));
        assertEquals(first, text("a17"));
        clock.pass(1);
        assertEquals("", identities.renew(running("a17")));
        assertNotEquals(first, text("a17"));
        assertEquals(clock.wallMs / 1_000 + 3_600, read("a17").claims().exp());
        for (int i = 0; i < 48; i++) {
            clock.pass(HOUR_MS / 2);
            assertEquals("", identities.renew(running("a17")));
            assertEquals(clock.wallMs / 1_000, read("a17").claims().iat());
        }
    }

    /// What has ended is renewed no more, and what has not begun is not written yet.
    @Test
    void itEndsWithTheAllocation() throws Exception {
        begin("a17");
        var first = text("a17");
        clock.pass(HOUR_MS);
        var over = run("a17", new Run.Phase.Stopped(0), 1);
        var waits = run("a18", new Run.Phase.Waiting(0), 0);
        assertEquals("", identities.renew(List.of(over, waits)));
        assertEquals(first, text("a17"));
        assertFalse(Files.exists(directories.run("a18")));
        var again = run("a17", new Run.Phase.Waiting(0), 1);
        assertEquals("", identities.renew(List.of(again)));
        assertNotEquals(first, text("a17"), "its task will start anew");
    }

    @Test
    void aTaskThatStartsAnewKeepsWhatIsFresh() throws Exception {
        begin("a17");
        var first = text("a17");
        clock.pass(60_000);
        begin("a17");
        assertEquals(first, text("a17"));
        Files.delete(file("a17"));
        begin("a17");
        assertEquals(clock.wallMs / 1_000, read("a17").claims().iat());
    }

    @Test
    void anAgentThatTakesOverGoesOn() throws Exception {
        begin("a17");
        var first = text("a17");
        clock.pass(10_000);
        identities = new Identities(directories, clock);
        assertEquals("", identities.renew(running("a17")));
        assertNotEquals(first, text("a17"), "it does not know how old it is");
    }

    /// A board without a clock battery, until a server tells the time.
    @Test
    void aClockThatWasWrongIsMadeUpForAtOnce() throws Exception {
        clock.wallMs = 3_000;
        begin("a17");
        assertEquals(BEGIN_MS / 1_000, read("a17").claims().iat(), "it is later than that");
        clock.pass(10_000);
        identities.renew(running("a17"));
        assertEquals(BEGIN_MS / 1_000, read("a17").claims().iat());
        clock.wallMs = BEGIN_MS + 90 * HOUR_MS;
        identities.renew(running("a17"));
        assertEquals(clock.wallMs / 1_000, read("a17").claims().iat());
        var right = text("a17");
        clock.wallMs += Identities.CLOCK_FORGIVEN_MS;
        identities.renew(running("a17"));
        assertEquals(right, text("a17"));
        clock.wallMs -= 3 * Identities.CLOCK_FORGIVEN_MS;
        identities.renew(running("a17"));
        assertEquals(clock.wallMs / 1_000, read("a17").claims().iat(), "it was ahead");
    }

    @Test
    void aNodeThatIsCertifiedAnewSignsAnew() throws Exception {
        begin("a17");
        var first = text("a17");
        clock.seal = joined();
        identities.renew(running("a17"));
        assertNotEquals(first, text("a17"));
    }

    @Test
    void aNodeThatHasNotJoinedWritesNone() throws Exception {
        clock.seal = null;
        begin("a17");
        assertEquals("", identities.renew(running("a17")));
        assertFalse(Files.exists(file("a17")));
    }

    /// A node with many of them is not kept busy for long.
    @Test
    void theyAreRenewedLittleByLittle() throws Exception {
        var names = new ArrayList<String>();
        for (int i = 0; i < 2 * Identities.RENEWED_AT_ONCE_MAX + 3; i++) names.add("a" + i);
        for (var name : names) begin(name);
        clock.pass(HOUR_MS / 2);
        var runs = running(names.toArray(String[]::new));
        for (int left : new int[] {19, 3, 0}) {
            assertEquals("", identities.renew(runs));
            int old = 0;
            for (var name : names) if (read(name).claims().iat() != clock.wallMs / 1_000) old++;
            assertEquals(left, old);
        }
    }

    /// Where all tasks run as the agent's own user they can do so. It harms themselves only.
    @Test
    void whatATaskPutsInItsPlaceLeadsNowhere() throws Exception {
        var precious = Files.createDirectories(top.resolve("precious"));
        var identity = Files.writeString(precious.resolve("identity"), "kept");
        begin("a17");
        Files.delete(file("a17"));
        Files.createSymbolicLink(file("a17"), identity);
        Files.createSymbolicLink(file("a17").resolveSibling("identity.new"), identity);
        clock.pass(HOUR_MS / 2);
        assertEquals("", identities.renew(running("a17")));
        assertTrue(Files.isRegularFile(file("a17"), LinkOption.NOFOLLOW_LINKS));
        assertEquals("default/badge/web/a17", read("a17").claims().sub());
        assertEquals("kept", Files.readString(identity));

        Files.delete(file("a17"));
        Files.delete(file("a17").resolveSibling(""));
        Files.createSymbolicLink(file("a17").resolveSibling(""), precious);
        clock.pass(HOUR_MS / 2);
        var trouble = identities.renew(running("a17"));
        assertTrue(trouble.startsWith("the identity of a17 cannot be renewed: "), trouble);
        assertEquals("kept", Files.readString(identity));
        begin("a17"); // its folder is made anew
        assertEquals("", identities.renew(running("a17")));
        assertEquals("default/badge/web/a17", read("a17").claims().sub());
        assertEquals("kept", Files.readString(identity));

        Files.delete(file("a17"));
        Files.createDirectories(file("a17").resolve("full"));
        clock.pass(HOUR_MS / 2);
        assertFalse(identities.renew(running("a17")).isEmpty());
        var refused = assertThrows(TaskRefused.class, () -> begin("a17"));
        assertTrue(refused.reason().startsWith("its identity cannot be written: "));
        assertFalse(refused.permanent());
    }

    /// One of a build of before has no folder, and is not asked for again and again.
    @Test
    void whatHasNoFolderGoesWithout() throws Exception {
        Files.createDirectories(directories.run("a17"));
        assertEquals("", identities.renew(running("a17", "a18")));
        assertFalse(Files.exists(file("a17")));
        assertFalse(Files.exists(directories.run("a18")));
        Files.createDirectories(file("a17").resolveSibling(""));
        assertEquals("", identities.renew(running("a17")));
        assertFalse(Files.exists(file("a17")), "not for half an hour");
    }
}
