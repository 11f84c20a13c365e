package dev.skerry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Text;
import dev.skerry.server.ServerSettings.HttpForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFlagsTest {
    @Test
    void everyFlagFindsItsPlace() throws Exception {
        var settings =
                ServerFlags.parse(
                        List.of(
                                "--http=127.0.0.1:0",
                                "--link",
                                "[::1]:4700",
                                "--data=/tmp/s",
                                "--names=a.example,b",
                                "--join-token-file=/tmp/t",
                                "--join-tokens=3",
                                "--ping-every=500ms",
                                "--missed-after=2s",
                                "--certificate-life=1h30m",
                                "--first-token=again",
                                "--audit-keep=400d",
                                "--requests-per-second=7"));
        assertEquals(0, settings.http().at().getPort());
        assertEquals(4700, settings.link().getPort());
        assertEquals(List.of("a.example", "b"), settings.names());
        assertEquals(3, settings.tokens().count());
        assertEquals(Path.of("/tmp/t"), settings.tokens().file());
        assertEquals(Duration.ofSeconds(2), settings.contact().missedAfter());
        assertEquals(Duration.ofMinutes(90), settings.certificateLife());
        assertTrue(settings.trust().firstTokenAgain());
        assertEquals(Duration.ofDays(400), settings.trust().auditKeep());
        assertEquals(7, settings.trust().requestsPerSecond());
        assertEquals(200, ServerFlags.parse(List.of()).trust().requestsPerSecond());
        assertFalse(ServerFlags.parse(List.of()).trust().firstTokenAgain());
        assertEquals(ServerSettings.defaults().http(), ServerFlags.parse(List.of()).http());
    }

    private static HttpForm form(String... flags) throws Exception {
        return ServerFlags.parse(List.of(flags)).http().form();
    }

    @Test
    void whatOthersReachIsPlainOnlyWhenThatIsSaid() throws Exception {
        assertEquals(new HttpForm.Plain(), form());
        assertEquals(new HttpForm.Plain(), form("--http", "[::1]:4646"));
        assertEquals(new HttpForm.Plain(), form("--http-plain", "--http", "0.0.0.0:4646"));
        assertEquals(new HttpForm.OwnAuthority(), form("--http-tls", "auto"));
        assertEquals(
                new HttpForm.Given(Path.of("/etc/skerry/tls")),
                form("--http=0.0.0.0:4646", "--http-tls=/etc/skerry/tls"));
        var both = List.of("--http-plain", "--http-tls", "auto");
        var thrown = assertThrows(ServerFlags.WrongFlag.class, () -> ServerFlags.parse(both));
        assertEquals("--http-tls and --http-plain exclude each other.", thrown.getMessage());
    }

    /// Where a cell goes is said each time, and a variable that is not set says nothing.
    @Test
    void aCellIsRestoredOnlyWhereSomebodySays() throws Exception {
        assertEquals(Path.of("/tmp/s"), ServerFlags.restoring(List.of("--data", "/tmp/s")));
        for (var nowhere : List.of(List.<String>of(), List.of("--data", ""), List.of("--data="))) {
            var thrown =
                    assertThrows(ServerFlags.WrongFlag.class, () -> ServerFlags.restoring(nowhere));
            assertTrue(String.valueOf(thrown.getMessage()).contains("--data"), thrown.getMessage());
        }
    }

    @Test
    void theAuthorityIsFoundInTheDataFolder() throws Exception {
        assertEquals(Path.of("/tmp/s"), ServerFlags.data(List.of("--data", "/tmp/s")));
        assertEquals(ServerSettings.defaults().data(), ServerFlags.data(List.of()));
        var other = List.of("--names=a");
        var thrown = assertThrows(ServerFlags.WrongFlag.class, () -> ServerFlags.data(other));
        assertEquals("--names has no meaning here.", thrown.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "--what=1, There is no flag --what.",
        "--htpp=1, There is no flag --htpp. Did you mean --http?",
        "run, '\"run\" is no flag; flags begin with --.'",
        "--missed-after=25h, '--missed-after is \"25h\"; it should be at most 1d.'",
        "--join-token-life=31d, '--join-token-life is \"31d\"; it should be at most 30d.'",
        "--http, --http needs a value.",
        "--http=4646, '--http is \"4646\"; it should be HOST:PORT, like 127.0.0.1:4646;"
                + " port 0 takes a free one.'",
        "--ping-every=fast, '--ping-every is \"fast\"; it should be a time like 500ms, 10s,"
                + " 1h30m or 30d, at most 1d.'",
        "--ping-every=0s, '--ping-every is \"0s\"; it should be more than nothing.'",
        "--ping-every=30m1h, '--ping-every is \"30m1h\"; it should be a time like 500ms, 10s,"
                + " 1h30m or 30d, at most 1d.'",
        "--ping-every=20s, '--missed-after is \"25s\"; it should be at least twice --ping-every,"
                + " which is 20s.'",
        "--missed-after=1500ms, '--missed-after is \"1500ms\"; it should be at least twice"
                + " --ping-every, which is 12s.'",
        "--first-token=yes, '--first-token is \"yes\"; it should be again.'",
        "--audit-keep=3651d, '--audit-keep is \"3651d\"; it should be a time like 500ms, 10s,"
                + " 1h30m or 30d, at most 3650d.'",
        "--audit-keep=23h, '--audit-keep is \"23h\"; it should be at least 1d.'",
        "--requests-per-second=0, '--requests-per-second is \"0\"; it should be a whole number"
                + " from 1 to 1,000,000.'",
        "--http-plain=yes, '--http-plain stands alone, without a value.'",
        "--http-tls=, '--http-tls is \"\"; it should be auto, or a folder.'",
        "--http=0.0.0.0:4646, '--http is 0.0.0.0:4646, which other machines reach, and plain HTTP"
                + " shows tokens to whoever is on the way. Say --http-tls auto, or --http-tls"
                + " FOLDER with cert.pem and key.pem; --http-plain leaves it as it is.'",
        "--join-tokens=2, --join-tokens needs --join-token-file."
    })
    void whatIsWrongIsSaid(String flag, String sentence) {
        var thrown =
                assertThrows(ServerFlags.WrongFlag.class, () -> ServerFlags.parse(List.of(flag)));
        assertEquals(sentence, thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 80, 100})
    void theHelpFitsAnyTerminalAndLosesNoWord(int columns) {
        var help = Text.wrapped(ServerFlags.HELP, columns + "");
        assertTrue(help.lines().allMatch(line -> line.length() <= columns), help);
        assertEquals(ServerFlags.HELP.replaceAll("\\s", ""), help.replaceAll("\\s", ""));
    }
}
