package dev.skerry.server.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.server.link.PeerName;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What servers say to each other first, as bytes: servers of two versions have to agree on it. If
/// this fails, add a letter; don't change the bytes.
class ErrandTest {
    private static final Member.Addresses AT = new Member.Addresses("ada:4647", "ada:4646");
    private static final InetSocketAddress FROM =
            new InetSocketAddress(InetAddress.ofLiteral("10.0.0.9"), 40_000);

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static String bytes(Writing what) throws IOException {
        var bytes = new ByteArrayOutputStream();
        what.to(new DataOutputStream(bytes));
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static DataInputStream in(String bytes) {
        return new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(bytes)));
    }

    private static void same(String bytes, Errand errand) throws IOException {
        assertEquals(bytes, bytes(out -> Errand.write(errand, out)));
        assertEquals(errand, Errand.read(in(bytes)));
    }

    private static void same(String bytes, Welcome welcome) throws IOException {
        assertEquals(bytes, bytes(out -> Welcome.write(welcome, out)));
        assertEquals(welcome, Welcome.read(in(bytes)));
    }

    @Test
    void errands() throws IOException {
        same("00094c000273320002" + "6131", new Errand.Log("s2", "a1"));
        same("000157", new Errand.Who());
        same("000d43000831302e302e302e399c40", new Errand.Client(FROM));
        same(
                "00284e000831302e302e302e399c40"
                        + "000e6e2d303030303030303030303031"
                        + "00016a"
                        + "0000000000000007",
                new Errand.Node(FROM, new PeerName("n-000000000001", "j", 7)));
        same(
                "00194e000831302e302e302e399c40" + "00000000" + "0000000000000000",
                new Errand.Node(FROM, null));
        same(
                "00224a00026162"
                        + "00086164613a34363437"
                        + "00086164613a34363436"
                        + "0003302e31"
                        + "00000001",
                new Errand.Join("ab", AT, new ServerBuild("0.1", 1)));
        same(
                "001e4d"
                        + "00086164613a34363437"
                        + "00086164613a34363436"
                        + "0003302e31"
                        + "00000001",
                new Errand.Moved(AT, new ServerBuild("0.1", 1)));
    }

    @Test
    void welcomes() throws IOException {
        same("01" + "00027332" + "00025045" + "00026570", new Welcome.In("s2", "PE", "ep"));
        same("00" + "00026e6f", new Welcome.Refused("no"));
    }

    @Test
    void whatIsNoneIsRefused() {
        for (var wrong : new String[] {"", "00", "0001", "000158", "00024c00", "0801", "ffff4c"})
            assertThrows(IOException.class, () -> Errand.read(in(wrong)), wrong);
        assertThrows(IOException.class, () -> Errand.read(in("00074300026e6f0001")));
    }
}
