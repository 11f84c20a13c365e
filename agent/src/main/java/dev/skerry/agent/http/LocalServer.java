package dev.skerry.agent.http;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Check;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Shows what the node does to those who stand beside it, above all when no server is in reach.
/// Nothing can be changed here, and nothing secret is shown: no environment, no token.
///
/// A page of a stranger in a browser of this machine gets nothing: the `Host` has to be an address,
/// `localhost` or the configured name, and an `Origin` has to be this very place.
public final class LocalServer implements AutoCloseable {
    static final Doorway.Limits LIMITS = new Doorway.Limits(32, 16, Duration.ofSeconds(10));

    /// Many may knock at once; the kernel holds them until their turn, which comes soon.
    private static final int BACKLOG = 1_024;

    /// Of what follows a head: read, so that the answer is not lost with it, but not looked at.
    private static final int REST_BYTES_MAX = 64 * 1024;

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");

    private static final String TEXT = "text/plain; charset=utf-8";
    private final ServerSocket listening = new ServerSocket();
    private final Doorway doorway;
    private final String host;
    private final Map<String, LocalPage> pages = new TreeMap<>();

    private LocalServer(InetSocketAddress at, String host, List<LocalPage> pages)
            throws IOException {
        this.host = host;
        for (var page : pages) {
            var other = this.pages.put(page.path(), page);
            Check.check(other == null, "two pages are at " + page.path());
        }
        listening.setReuseAddress(true);
        try {
            listening.bind(at, BACKLOG);
        } catch (IOException e) {
            listening.close();
            throw e;
        }
        doorway = new Doorway(listening, LIMITS, this::talk);
    }

    /// Listens.
    ///
    /// @param address `host:port`, `[::1]:port` or only a port, which means on 127.0.0.1; port 0: a
    ///   free one
    /// @throws IOException when the port is taken or the host is not this machine
    public static LocalServer open(String address, List<LocalPage> pages) throws IOException {
        int colon = address.lastIndexOf(':');
        var host = colon <= 0 ? "127.0.0.1" : address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        var at = new InetSocketAddress(InetAddress.getByName(host), port);
        var opened = new LocalServer(at, host, pages);
        opened.doorway.open();
        return opened;
    }

    /// `host:port` as it listens.
    public String address() {
        return host + ":" + listening.getLocalPort();
    }

    @Override
    public void close() {
        doorway.close();
    }

    private static final class Answer {
        final String status;
        final String type;
        final byte[] body;

        Answer(String status, String type, byte[] body) {
            this.status = status;
            this.type = type;
            this.body = body;
        }

        static Answer text(String status, String text) {
            return new Answer(status, TEXT, bytes(text + "\n"));
        }

        static Answer page(String type, byte[] body) {
            return new Answer("200 OK", type, body);
        }
    }

    private void talk(Socket socket, Runnable asked) throws IOException {
        boolean headOnly = false;
        Answer answer;
        try {
            var head = Head.read(socket.getInputStream());
            asked.run();
            headOnly = head.method().equals("HEAD");
            answer = answer(head);
        } catch (Head.WrongRequest e) {
            answer = Answer.text("400 Bad Request", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            answer =
                    Answer.text(
                            "500 Internal Server Error",
                            "no page could be made: " + FileTrouble.words(e));
        }
        send(socket.getOutputStream(), answer, headOnly);
        socket.shutdownOutput();
        socket.getInputStream().readNBytes(REST_BYTES_MAX);
    }

    private Answer answer(Head head) {
        if (!fromHere(head)) return Answer.text("403 Forbidden", "not for other sites");
        if (!head.method().equals("GET") && !head.method().equals("HEAD"))
            return Answer.text("405 Method Not Allowed", "nothing can be changed here");
        var page = pages.get(head.path());
        if (page != null) return Answer.page(page.type(), page.body().get());
        return Answer.text("404 Not Found", "there are " + String.join(", ", pages.keySet()));
    }

    private static void send(OutputStream out, Answer answer, boolean headOnly) throws IOException {
        var head =
                """
                HTTP/1.1 %s\r
                Content-Type: %s\r
                Content-Length: %d\r
                Allow: GET, HEAD\r
                Cache-Control: no-store\r
                X-Content-Type-Options: nosniff\r
                Connection: close\r
                \r
                """
                        .formatted(answer.status, answer.type, answer.body.length);
        var all = new ByteArrayOutputStream();
        all.writeBytes(bytes(head));
        if (!headOnly) all.writeBytes(answer.body);
        all.writeTo(out);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private boolean fromHere(Head head) {
        var said = head.host();
        var origin = head.origin();
        return said != null
                && (origin == null || origin.equals("http://" + said))
                && known(withoutPort(said));
    }

    private boolean known(String name) {
        return name.equals("localhost") || name.equals(host) || isAddress(name);
    }

    private static String withoutPort(String said) {
        int colon = said.lastIndexOf(':');
        return colon > said.lastIndexOf(']') ? said.substring(0, colon) : said;
    }

    /// `127.0.0.1` or `[::1]`; a name cannot look like either.
    private static boolean isAddress(@Nullable String name) {
        return name != null && ADDRESS.matcher(name).matches();
    }
}
