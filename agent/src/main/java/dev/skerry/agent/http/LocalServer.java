package dev.skerry.agent.http;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Check;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Shows what the node does to those who stand beside it, above all when no server is in reach.
/// Nothing can be changed here, and nothing secret is shown: no environment, no token.
///
/// A page of a stranger in a browser of this machine gets nothing: the `Host` has to be an address,
/// `localhost` or the configured name, and an `Origin` has to be this very place. Where other
/// machines reach it, whoever asks has to have the [PagesToken]: a browser is given a form for it.
/// Where nobody has to, the node's own tasks get nothing: they are of many, and what runs here is
/// not for all of them.
public final class LocalServer implements AutoCloseable {
    static final Doorway.Limits LIMITS = new Doorway.Limits(32, 16, Duration.ofSeconds(10));

    /// Many may knock at once; the kernel holds them until their turn, which comes soon.
    private static final int BACKLOG = 1_024;

    /// Of what follows a head: read, so that the answer is not lost with it, but not looked at.
    private static final int REST_BYTES_MAX = 64 * 1024;

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");

    private static final String NOT_FOR_TASKS =
            "not for tasks: it shows what others run here; one that has to read it is given the"
                    + " token that http.token names";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String LOGIN = "/login";

    /// Of the body of a login: a token, and what a form makes of its characters.
    private static final int LOGIN_BYTES_MAX = 1_024;

    private static final String FORM =
            """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>Skerry node</title>
            <form method="post" action="/login"><label>Token of this node's pages
            <input type="password" name="token" autocomplete="current-password" required autofocus>
            </label> <button>Show them</button></form>
            <p>It stands in the file that <code>http.token</code> of the agent's settings names.</p>
            """;

    private final ServerSocket listening = new ServerSocket();
    private final Doorway doorway;
    private final String host;
    private final @Nullable PagesToken token;
    private final LongPredicate ofTasks;
    private final Map<String, LocalPage> pages = new TreeMap<>();

    private LocalServer(
            InetSocketAddress at,
            String host,
            @Nullable PagesToken token,
            LongPredicate ofTasks,
            List<LocalPage> pages)
            throws IOException {
        this.host = host;
        this.token = token;
        this.ofTasks = ofTasks;
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
    /// @param token that whoever asks has to have; null: nobody has to, which is for addresses that
    ///   only this machine reaches
    /// @param ofTasks whether tasks run as the user with that number
    /// @throws IOException when the port is taken, the host is not this machine, or others reach it
    ///   and there is no token
    public static LocalServer open(
            String address,
            @Nullable PagesToken token,
            LongPredicate ofTasks,
            List<LocalPage> pages)
            throws IOException {
        int colon = address.lastIndexOf(':');
        var host = colon <= 0 ? "127.0.0.1" : address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        var at = new InetSocketAddress(InetAddress.getByName(host), port);
        if (token == null && !at.getAddress().isLoopbackAddress())
            throw new IOException(
                    "other machines reach it, and it has no token: http.token = @FILE names a file"
                            + " with %d characters or more that its readers know"
                                    .formatted(PagesToken.CHARACTERS_MIN));
        var opened = new LocalServer(at, host, token, ofTasks, pages);
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

        /// Lines of the head that others do not have, each with its end.
        final String headers;

        Answer(String status, String type, byte[] body, String headers) {
            this.status = status;
            this.type = type;
            this.body = body;
            this.headers = headers;
        }

        static Answer text(String status, String text) {
            return new Answer(status, TEXT, bytes(text + "\n"), "");
        }

        static Answer page(String type, byte[] body) {
            return new Answer("200 OK", type, body, "");
        }

        static Answer asksForToken(boolean form) {
            var says = "Authorization: Bearer and the token of these pages are asked for\n";
            var asks = "WWW-Authenticate: Bearer realm=\"skerry-node\"\r\n";
            if (!form) return new Answer("401 Unauthorized", TEXT, bytes(says), asks);
            var only = "Content-Security-Policy: default-src 'none'; form-action 'self'\r\n";
            return new Answer("401 Unauthorized", HTML, bytes(FORM), asks + only);
        }

        static Answer letsIn(String token) {
            var cookie = "Set-Cookie: " + PagesToken.cookie(token) + "\r\nLocation: /\r\n";
            return new Answer("303 See Other", TEXT, new byte[0], cookie);
        }
    }

    private void talk(Socket socket, Runnable asked) throws IOException {
        boolean headOnly = false;
        Answer answer;
        try {
            var head = Head.read(socket.getInputStream());
            asked.run();
            headOnly = head.method().equals("HEAD");
            answer =
                    token == null && ofTask(socket)
                            ? Answer.text("403 Forbidden", NOT_FOR_TASKS)
                            : answer(head, socket.getInputStream());
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

    /// Who has gone gets nothing either. Where the kernel does not tell, all are people.
    private boolean ofTask(Socket socket) {
        long user = PeerUser.of(socket);
        return user == PeerUser.GONE || (user != PeerUser.UNTOLD && ofTasks.test(user));
    }

    private Answer answer(Head head, InputStream in) throws IOException, Head.WrongRequest {
        if (!fromHere(head)) return Answer.text("403 Forbidden", "not for other sites");
        var admitting = token;
        if (admitting != null) {
            if (head.method().equals("POST") && head.path().equals(LOGIN))
                return login(admitting, head.body(in, LOGIN_BYTES_MAX));
            var accept = head.said("accept");
            if (!admitting.admits(head))
                return Answer.asksForToken(accept != null && accept.contains("text/html"));
        }
        if (!head.method().equals("GET") && !head.method().equals("HEAD"))
            return Answer.text("405 Method Not Allowed", "nothing can be changed here");
        var page = pages.get(head.path());
        if (page != null) return Answer.page(page.type(), page.body().get());
        return Answer.text("404 Not Found", "there are " + String.join(", ", pages.keySet()));
    }

    /// @param form what the form sends: `token=` and the token, percent-encoded
    private static Answer login(PagesToken admitting, String form) throws Head.WrongRequest {
        if (!form.startsWith("token=")) throw new Head.WrongRequest("a login is token=TOKEN");
        String said;
        try {
            said = URLDecoder.decode(form.substring(6), StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            throw new Head.WrongRequest("a login is token=TOKEN, percent-encoded");
        }
        return admitting.is(said) ? Answer.letsIn(said) : Answer.asksForToken(true);
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
                %sConnection: close\r
                \r
                """
                        .formatted(answer.status, answer.type, answer.body.length, answer.headers);
        var all = new ByteArrayOutputStream();
        all.writeBytes(bytes(head));
        if (!headOnly) all.writeBytes(answer.body);
        all.writeTo(out);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private boolean fromHere(Head head) {
        var said = head.said("host");
        var origin = head.said("origin");
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
