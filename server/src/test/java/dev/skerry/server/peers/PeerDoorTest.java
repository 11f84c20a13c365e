package dev.skerry.server.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skerry.cluster.state.Node;
import dev.skerry.server.authority.AnyServer;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.CertificateMaker;
import dev.skerry.server.link.OtherServers;
import dev.skerry.server.link.TestNode;
import dev.skerry.server.raft.PeerWay;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is answered where servers talk to each other: servers of the cell, and nobody else.
final class PeerDoorTest {
    private static final InetSocketAddress FROM =
            new InetSocketAddress(InetAddress.ofLiteral("10.0.0.9"), 40_000);

    private static final Member.Addresses ELSEWHERE =
            new Member.Addresses("elsewhere:4647", "elsewhere:4646");

    @TempDir Path folder = Path.of("");
    private CellFixture cell;
    private Authority authority;

    @BeforeEach
    void begin() throws Exception {
        cell = new CellFixture(folder);
        cell.start("one", null);
        var own = folder.resolve("one").resolve(Authority.FOLDER);
        authority = new Authority(own, List.of(), Duration.ofHours(1));
    }

    @AfterEach
    void end() {
        cell.close();
    }

    @Test
    void oneOfTheCellIsAnswered() throws Exception {
        try (var socket = asked(authority.towards("s1").context(), new Errand.Who())) {
            assertEquals("s1", new DataInputStream(socket.getInputStream()).readUTF());
        }
    }

    @Test
    void whoShowsNothingIsNot() throws Exception {
        notAnswered(AnyServer.showingNothing());
    }

    /// Its name is that of a server.
    @Test
    void aNodeIsNot() throws Exception {
        var node = new TestNode("s1", cell.settings("one").link());
        var said = new Node.Identity("s1", "edge", "default", "here");
        node.certified(authority.certify(said, "", node.publicKey()));
        notAnswered(node.context());
    }

    @Test
    void oneOfAnotherAuthorityIsNot() throws Exception {
        notAnswered(new CertificateMaker().asServer("s1"));
    }

    private void notAnswered(SSLContext as) throws Exception {
        var build = new ServerBuild("0.1.0", 99);
        for (var what :
                List.of(
                        new Errand.Log("s1", "00"),
                        new Errand.Who(),
                        new Errand.Node(FROM, null),
                        new Errand.Client(FROM),
                        new Errand.Moved(ELSEWHERE, build))) {
            assertEquals("", answer(as, what), what::toString);
        }
        var servers = cell.get("one", "/v1/servers").body();
        assertFalse(servers.contains("elsewhere"), servers);
    }

    /// What comes back until the connection ends.
    private String answer(SSLContext as, Errand what) throws IOException {
        try (var socket = asked(as, what)) {
            var out = new DataOutputStream(socket.getOutputStream());
            if (what instanceof Errand.Log) {
                out.writeByte(PeerWay.VOTE);
                out.writeInt(0);
            } else {
                out.write("GET /v1/servers HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
            }
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (SocketTimeoutException e) {
            return "it is left open";
        } catch (IOException _) {
            return ""; // it is closed, or TLS has refused it
        }
    }

    private SSLSocket asked(SSLContext as, Errand what) throws IOException {
        var at = cell.settings("one").link();
        var socket = (SSLSocket) as.getSocketFactory().createSocket(at.getAddress(), at.getPort());
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {OtherServers.PROTOCOL});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        Errand.write(what, new DataOutputStream(socket.getOutputStream()));
        return socket;
    }
}
