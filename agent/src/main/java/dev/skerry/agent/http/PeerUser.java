package dev.skerry.agent.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Whose process is at the other end of a connection within this machine: the kernel has it in
/// `/proc/net/tcp` and `/proc/net/tcp6`, where the other end has a line of its own.
final class PeerUser {
    /// The kernel tells nothing here.
    static final long UNTOLD = -1;

    /// There is no such end: its process has closed it, and nobody reads an answer.
    static final long GONE = -2;

    /// IPv4 in an address of IPv6.
    private static final byte[] MAPPED = HexFormat.of().parseHex("00000000000000000000ffff");

    private static final int ADDRESS = 1;
    private static final int USER = 7;
    private static final int INODE = 9;

    private PeerUser() {}

    /// The number of the user who has the other end.
    static long of(Socket socket) {
        return of(socket, Path.of("/proc/net"));
    }

    static long of(Socket socket, Path tables) {
        int theirs = socket.getPort();
        int ours = socket.getLocalPort();
        boolean told = false;
        for (var table : new String[] {"tcp", "tcp6"}) {
            boolean six = table.equals("tcp6");
            var from = end(socket.getInetAddress(), theirs, six);
            var to = end(socket.getLocalAddress(), ours, six);
            if (from == null || to == null) continue;
            var file = tables.resolve(table);
            try (var lines = lines(file)) {
                told = true;
                long user = user(lines, from + " " + to);
                if (user != GONE) return user;
            } catch (IOException | NumberFormatException _) {
                // one of the two need not be there
            }
        }
        return told ? GONE : UNTOLD;
    }

    private static BufferedReader lines(Path file) throws IOException {
        var in = Files.newInputStream(file);
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    }

    /// What nobody has any more, and only waits for its end, has no inode.
    private static long user(BufferedReader lines, String ends) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.contains(ends)) continue;
            var fields = line.strip().split("\\s+", -1);
            if (fields.length <= INODE || !ends.startsWith(fields[ADDRESS])) continue;
            return fields[INODE].equals("0") ? GONE : Long.parseLong(fields[USER]);
        }
        return GONE;
    }

    /// As the kernel writes it: words in the order of this processor, then the port. Null: such an
    /// address has no line in that table.
    private static @Nullable String end(InetAddress address, int port, boolean six) {
        var bytes = address.getAddress();
        if (address instanceof Inet4Address && six) {
            bytes = ByteBuffer.allocate(16).put(MAPPED).put(bytes).array();
        } else if (!(address instanceof Inet4Address) && !six) {
            return null;
        }
        var words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        var text = new StringBuilder();
        while (words.hasRemaining()) text.append("%08X".formatted(words.getInt()));
        return text.append(":%04X".formatted(port)).toString();
    }
}
