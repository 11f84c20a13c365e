package dev.skerry.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerUserTest {
    @TempDir Path tables;

    @Test
    void theKernelSaysWhoIsThere() throws Exception {
        long self = Long.parseLong(Files.getAttribute(tables, "unix:uid").toString());
        for (var address : List.of("127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1")) {
            var at = new InetSocketAddress(InetAddress.getByName(address), 0);
            try (var listening = new ServerSocket()) {
                listening.bind(at);
                var client = new Socket(listening.getInetAddress(), listening.getLocalPort());
                try (var server = listening.accept()) {
                    try (client) {
                        assertEquals(self, PeerUser.of(server), address);
                    }
                    assertEquals(PeerUser.GONE, PeerUser.of(server), address);
                }
            }
        }
    }

    @Test
    void whereItDoesNotTellNobodyIsKnown() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(listening.getInetAddress(), listening.getLocalPort());
                var server = listening.accept()) {
            assertEquals(PeerUser.UNTOLD, PeerUser.of(server, tables));
            Files.writeString(tables.resolve("tcp"), "  sl  local_address rem_address\n");
            assertEquals(PeerUser.GONE, PeerUser.of(server, tables));
            assertEquals(client.getLocalPort(), server.getPort());
        }
    }
}
