package dev.skerry.server.link;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.Applied;
import dev.skerry.servers.ServersMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a node is told that has come where it cannot be heard, or with what is for a server.
class NoLeaderLinkTest extends LinkFixture {
    private static final String WHY = "No server is heard here that leads.";

    /// A server that hears nobody who leads.
    private static final OtherServers DEAF =
            new OtherServers() {
                @Override
                public @Nullable Socket leader(InetSocketAddress from, @Nullable PeerName certified)
                        throws IOException {
                    throw new IOException(WHY);
                }

                @Override
                public void talk(SSLSocket secure, Runnable greeted) {}
            };

    @Test
    void whoComesWhereNobodyLeadsIsToldSoAndTriesAgain() throws Exception {
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var deaf = new LinkListener(links, DEAF, authority::context, at)) {
            var there = new TestNode(ONE, deaf.address());
            try (var talk = there.connect()) {
                talk.wire().write(there.hello("", 0));
                assertEquals(new Frame.Refused(WHY, true), talk.read());
            }
            var stranger = new TestNode(TWO, deaf.address());
            assertEquals(new Frame.Refused(WHY, true), stranger.join(token(3_600_000)));
        }
    }

    @Test
    void aTokenOfAServerLetsNoNodeInAndIsSaidToBeOne() throws Exception {
        var fresh = authority.freshSecret();
        var made = new ServersMessage.IssueToken(fresh.hash(), 3_600_000);
        assertInstanceOf(
                Applied.Done.class, leader.submit(SERVERS, made, Caller.SERVERS).get(10, SECONDS));
        var refused = assertInstanceOf(Frame.Refused.class, node(ONE).join(fresh.secret()));
        assertFalse(refused.retry());
        assertTrue(
                refused.reason().startsWith("This is a token of `skerry server join-token`"),
                refused::reason);
    }

    /// Somebody whose connection is taken at the very moment is let go as all others are, and not
    /// left to wait, or to talk with what has ended.
    @Test
    void whoComesAsTheListenerEndsIsLetGo() throws Exception {
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        for (int round = 0; round < 100; round++) {
            var ending = new LinkListener(links, DEAF, authority::context, at);
            var there = ending.address();
            var come = new CopyOnWriteArrayList<Socket>();
            var coming = Thread.ofPlatform().start(() -> comeUntilRefused(there, come));
            while (coming.isAlive() && come.isEmpty()) Thread.onSpinWait();
            ending.close();
            coming.join();
            for (var socket : come)
                try (socket) {
                    socket.setSoTimeout(5_000);
                    assertTrue(ended(socket), "in round " + round);
                }
        }
    }

    private static void comeUntilRefused(InetSocketAddress there, List<Socket> come) {
        try {
            while (come.size() < 100) {
                var socket = new Socket();
                socket.connect(there, 1_000);
                come.add(socket);
            }
        } catch (IOException e) {
            // it listens no more
        }
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset
        }
    }
}
