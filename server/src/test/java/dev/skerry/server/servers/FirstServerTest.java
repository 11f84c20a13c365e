package dev.skerry.server.servers;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.server.ServerSettings;
import dev.skerry.servers.state.Member;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is alone is a member of its own control plane, and says where it is.
class FirstServerTest {
    @TempDir Path folder;

    private ServerSettings settings(String http, int httpPort, String link, int linkPort) {
        return ServerSettings.defaults()
                .at(
                        new InetSocketAddress(InetAddress.ofLiteral(http), httpPort),
                        new InetSocketAddress(InetAddress.ofLiteral(link), linkPort),
                        folder.resolve("data"));
    }

    private static ServerSettings named(ServerSettings it, String name) {
        return new ServerSettings(
                it.http(),
                it.link(),
                it.data(),
                List.of(name, "other"),
                it.tokens(),
                it.contact(),
                it.certificateLife(),
                it.trust());
    }

    @Test
    void itIsWhereItWasTold() {
        assertEquals(
                new Member.Addresses("192.0.2.1:4647", "127.0.0.1:4646"),
                FirstServer.addresses(settings("127.0.0.1", 4646, "192.0.2.1", 4647)));
        assertEquals(
                new Member.Addresses("[2001:db8:0:0:0:0:0:1]:2", "127.0.0.1:1"),
                FirstServer.addresses(settings("127.0.0.1", 1, "2001:db8::1", 2)));
    }

    @Test
    void whatIsOnAllAddressesIsAtItsName() {
        var all = settings("0.0.0.0", 1, "::", 2);
        assertEquals(
                new Member.Addresses("localhost:2", "localhost:1"), FirstServer.addresses(all));
        assertEquals(
                new Member.Addresses("s1.example.org:2", "s1.example.org:1"),
                FirstServer.addresses(named(all, "s1.example.org")));
        assertEquals(
                new Member.Addresses("[fd00::1]:2", "[fd00::1]:1"),
                FirstServer.addresses(named(all, "fd00::1")));
    }

    @Test
    void whosePortsAreNotChosenYetIsNowhere() {
        assertNull(FirstServer.addresses(settings("127.0.0.1", 0, "127.0.0.1", 4647)));
        assertNull(FirstServer.addresses(settings("127.0.0.1", 4646, "127.0.0.1", 0)));
    }

    /// Each start finds it there, and says nothing more.
    @Test
    void itIsTheFirstMemberAndStaysIt() throws Exception {
        var settings =
                ServerSettings.defaults()
                        .at(OneServer.free(), OneServer.free(), folder.resolve("data"));
        var joined = 0L;
        for (int start = 0; start < 2; start++)
            try (var server = new OneServer(settings)) {
                var members = server.leader().now().of(SERVERS).members();
                assertEquals(1, members.size());
                var member = members.getFirst();
                assertEquals("s1", member.id());
                assertEquals(server.at(), member.addresses());
                if (start > 0) assertEquals(joined, member.joinedWallMs());
                joined = member.joinedWallMs();
                var view = server.standing().look();
                assertEquals("s1", view.self());
                assertEquals("s1", view.leader());
            }
    }
}
