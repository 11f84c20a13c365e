package dev.skerry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.ServerFlags.WrongFlag;
import dev.skerry.server.ServerSettings.CellSettings;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How a server is told that it is one of several.
class JoinFlagsTest {
    @TempDir Path folder = Path.of("");

    private String token(String text) throws Exception {
        return Files.writeString(folder.resolve("token"), text).toString();
    }

    private static String wrong(String... arguments) {
        var all = List.of(arguments);
        return assertThrows(WrongFlag.class, () -> ServerFlags.joining(all)).getMessage() + "";
    }

    @Test
    void whoJoinsSaysWhereAndByWhat() throws Exception {
        var settings =
                ServerFlags.joining(
                        List.of(
                                "s1.example:4647",
                                "--token-file",
                                token("ab.cd\n"),
                                "--advertise=fd00::5"));
        var join = new CellSettings.Join("s1.example:4647", "ab.cd");
        assertEquals(new CellSettings("fd00::5", join), settings.cell());
        assertEquals("Join[s1.example:4647]", join.toString());
        assertEquals(CellSettings.ALONE, ServerFlags.parse(List.of()).cell());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s1", "s1:0", "s1:65536", "0.0.0.0:4647", "fd00::1:4647", ":4647", "a b:1"})
    void whereNobodyListensIsNoPlaceToJoin(String address) {
        var said = wrong(address, "--token-file", "/dev/null");
        assertTrue(said.startsWith("join is \"" + address + "\"; it should be host:port"), said);
    }

    @Test
    void withoutATokenNobodyJoins() throws Exception {
        assertTrue(wrong().contains("join needs the link of a server"), wrong());
        assertTrue(wrong("--data", "/x").contains("join needs the link of a server"));
        assertTrue(wrong("s1:4647").contains("join needs --token-file FILE"), wrong("s1:4647"));
        var none = wrong("s1:4647", "--token-file", folder.resolve("none").toString());
        assertTrue(none.contains("cannot be read"), none);
        var large = wrong("s1:4647", "--token-file", token("x".repeat(5_000)));
        assertTrue(large.contains("a file with one token"), large);
        var arguments = List.of("--token-file", token("ab.cd"));
        var lost = assertThrows(WrongFlag.class, () -> ServerFlags.parse(arguments));
        assertTrue((lost.getMessage() + "").contains("is for a server that joins"), lost::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "10.0.0.5:4647", "-x", "0.0.0.0", "host/"})
    void whatIsAdvertisedIsAHost(String host) {
        var arguments = List.of("--advertise=" + host);
        var said = assertThrows(WrongFlag.class, () -> ServerFlags.parse(arguments));
        assertEquals(
                ("--advertise is \"%s\"; it should be a host name or an address, like 10.0.0.5"
                                + " or fd00::5.")
                        .formatted(host),
                said.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 10.0.0.1, 10.0.0.1:4647",
        "'', '', '::1', '[0:0:0:0:0:0:0:1]:4647'",
        "'', 'shed,b', 0.0.0.0, shed:4647",
        "gate, shed, 0.0.0.0, gate:4647",
        "'fd00::5', '', 0.0.0.0, '[fd00::5]:4647'",
        "'[fd00::5]', '', 10.0.0.1, '[fd00::5]:4647'",
    })
    void othersAreToldAPlaceThatTheyReach(
            String advertise, String names, String host, String expected) throws Exception {
        var settings = ServerFlags.parse(List.of("--advertise=" + advertise, "--names=" + names));
        var at = new InetSocketAddress(host, 4647);
        assertEquals(expected, Advertised.of(settings, at, at).link());
    }
}
