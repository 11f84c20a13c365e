package dev.skerry.agent.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Questions over the network of the node itself.
final class Probe {
    /// As much of an answer as is looked at.
    private static final int STATUS_LINE_BYTES_MAX = 256;

    private Probe() {}

    static Answer tcp(int port, long timeoutMs) {
        try (var socket = connect(port, timeoutMs)) {
            return new Answer(socket.isConnected(), "");
        } catch (IOException e) {
            return new Answer(false, "port " + port + ": " + e.getMessage());
        }
    }

    static Answer http(int port, String path, long timeoutMs) {
        long untilNs = System.nanoTime() + timeoutMs * 1_000_000;
        try (var socket = connect(port, timeoutMs)) {
            var request =
                    "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n".formatted(path, port)
                            + "User-Agent: skerry-check\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var line = statusLine(socket, untilNs);
            boolean well = line.startsWith("HTTP/1.") && line.startsWith(" 2", "HTTP/1.1".length());
            return new Answer(well, line.isEmpty() ? "no HTTP answer" : line);
        } catch (IOException e) {
            return new Answer(false, "port " + port + path + ": " + e.getMessage());
        }
    }

    private static Socket connect(int port, long timeoutMs) throws IOException {
        var socket = new Socket();
        try {
            int timeout = Math.clamp(timeoutMs, 1, 600_000);
            socket.setSoTimeout(timeout);
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
                    timeout);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String statusLine(Socket socket, long untilNs) throws IOException {
        InputStream in = socket.getInputStream();
        var line = new StringBuilder();
        while (line.length() < STATUS_LINE_BYTES_MAX) {
            long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) throw new IOException("it takes too long to answer");
            socket.setSoTimeout(Math.clamp(leftMs + 1, 1, 600_000));
            int next = in.read();
            if (next < 0 || next == '\r' || next == '\n') break;
            line.append((char) next);
        }
        return line.toString();
    }
}
