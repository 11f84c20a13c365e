package dev.skerry.servers.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.kernel.Malformed;
import dev.skerry.servers.ServersFact;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.ServerToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServersCodecTest {
    private static final Member.Addresses AT =
            new Member.Addresses("10.0.0.2:4647", "[fd00::2]:4646");

    static final Member MEMBER = new Member("s2", AT, new ServerBuild("0.1.0", 1), 1_000);
    static final ServerToken TOKEN = new ServerToken("f".repeat(64), 7, 1_000, 60_000, "");

    private static final List<ServersFact> FACTS =
            List.of(
                    new ServersFact.TokenIssued(TOKEN),
                    new ServersFact.TokensForgotten(List.of("a", "b")),
                    new ServersFact.ServerJoined(MEMBER, "f".repeat(64)),
                    new ServersFact.ServerMoved("s2", AT, new ServerBuild("0.2.0", 1)),
                    new ServersFact.ServerRemoved("s2"),
                    new ServersFact.CellBackedUp(9));

    /// They are in logs: if this fails, add a fact, and do not change the text.
    private static final String GOLDEN =
            """
            {"tokenIssued":{"token":{"hash":"HASH","issuedTickMs":7,"issuedWallMs":1000,\
            "lifeMs":60000,"usedBy":""}}}
            {"tokensForgotten":{"hashes":["a","b"]}}
            {"serverJoined":{"member":{"id":"s2","addresses":AT,"build":{"version":"0.1.0",FORM},\
            "joinedWallMs":1000},"tokenHash":"HASH"}}
            {"serverMoved":{"id":"s2","addresses":AT,"build":{"version":"0.2.0",FORM}}}
            {"serverRemoved":{"id":"s2"}}
            {"cellBackedUp":{"wallMs":9}}
            """
                    .replace("HASH", "f".repeat(64))
                    .replace("FORM", "\"logFormat\":1")
                    .replace("AT", "{\"link\":\"10.0.0.2:4647\",\"http\":\"[fd00::2]:4646\"}");

    @Test
    void theBytesThatAreInLogsAreThese() throws Exception {
        var lines = new StringBuilder();
        for (var fact : FACTS) {
            var bytes = ServersCodec.SERVERS_FACT.encode(fact);
            lines.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        }
        assertEquals(GOLDEN, lines.toString());
        var back = new ArrayList<ServersFact>();
        for (var line : GOLDEN.lines().toList())
            back.add(ServersCodec.SERVERS_FACT.decode(line.getBytes(StandardCharsets.UTF_8)));
        assertEquals(FACTS, back);
    }

    @Test
    void whatIsNoneIsRefused() {
        for (var text : List.of("", "{}", "{\"nope\":{}}", "[1]", "{\"serverRemoved\":{\"i"))
            assertThrows(
                    Malformed.class,
                    () -> ServersCodec.SERVERS_FACT.decode(text.getBytes(StandardCharsets.UTF_8)),
                    text);
    }

    @Test
    void thereIsAFormOfAllThatIsKept() {
        for (var names : List.of(ServersNames.FACTS, ServersNames.SAVED))
            for (var type : names.all()) assertNotNull(ServersCodec.of(type), type.getName());
    }
}
