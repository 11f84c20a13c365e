package dev.skerry.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A connection that asks one thing after the other, as plainly as can be: what it costs itself
/// stands in no way of what is measured. Answers have their length in the head.
final class KeptConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;

    KeptConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// The answer's body.
    ///
    /// @param token empty: none is shown
    /// @throws IOException when it is no success
    String ask(String method, String path, String token, String type, String body)
            throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head =
                new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, path));
        if (!token.isEmpty()) head.append("Authorization: Bearer ").append(token).append("\r\n");
        if (bytes.length > 0)
            head.append("Content-Type: %s\r\nContent-Length: %d\r\n".formatted(type, bytes.length));
        var out = socket.getOutputStream();
        out.write((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
        var status = line();
        int length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var low = header.toLowerCase(Locale.ROOT);
            if (low.startsWith(LENGTH))
                length = Integer.parseInt(low.substring(LENGTH.length()).strip());
        }
        var answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.startsWith("HTTP/1.1 2")) throw new IOException(status + ": " + answer);
        return answer;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new IOException("the server has gone");
            if (next != '\r') line.append((char) next);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
