package dev.skerry.cli.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;

/// The servers' API at one address, for one caller.
public final class Api {
    /// Bytes of an answer.
    private static final int ANSWER_BYTES_MAX = 256 * 1024 * 1024;

    static final String PORTS =
            "The API is at port 4646 unless the server was told otherwise; 4647 is for nodes.";

    private static final int PROBLEM_BYTES_MAX = 1024 * 1024;
    private static final int CAUSES_MAX = 50;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    /// The answer may begin with the first word of a task that has said nothing for days.
    private static final Duration OUTPUT_MAX = Duration.ofDays(30);

    private final String address;
    private final Secrecy secrecy;
    private final Bearer bearer;
    private final HttpClient client;
    private final boolean consistent;

    private Api(
            String address, Secrecy secrecy, Bearer bearer, HttpClient client, boolean consistent) {
        this.address = address;
        this.secrecy = secrecy;
        this.bearer = bearer;
        this.client = client;
        this.consistent = consistent;
    }

    /// With those who are known on this machine, and no token in plain.
    public static Api at(String address) throws Failure {
        return at(address, Secrecy.USUAL);
    }

    /// @param address such as `http://127.0.0.1:4646`
    public static Api at(String address, Secrecy secrecy) throws Failure {
        var should = "an address such as https://server:4646, or http://127.0.0.1:4646";
        try {
            var uri = URI.create(address);
            var scheme = String.valueOf(uri.getScheme());
            if (!scheme.equals("http") && !scheme.equals("https"))
                throw Failure.usage("--address", address, should);
            if (uri.getHost() == null) throw Failure.usage("--address", address, should);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--address", address, should);
        }
        var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_MAX);
        var bare = bare(address);
        if (Secrecy.secure(bare)) client.sslContext(secrecy.authorities().context());
        return new Api(bare, secrecy, Bearer.NOBODY, client.build(), false);
    }

    /// An address as it is kept: without a slash at its end.
    public static String bare(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /// The same address, called with that token from here on.
    public Api as(Bearer caller) {
        return new Api(address, secrecy, caller, client, consistent);
    }

    /// The same, of which is read only what is certain.
    public Api consistent() {
        return new Api(address, secrecy, bearer, client, true);
    }

    public String address() {
        return address;
    }

    /// How it is called, for whoever keeps it.
    public Secrecy secrecy() {
        return secrecy;
    }

    /// Sends and waits for the whole answer: of a list in pages, all of them.
    public ApiAnswer send(Call call) throws Failure {
        var first = page(call);
        if (first.next.isEmpty()) return first.answer;
        var all = new StringBuilder(first.answer.text());
        for (var next = first.next; !next.isEmpty(); ) {
            var page = page(call.with("after", next));
            append(all, page.answer.text());
            next = page.next;
        }
        return new ApiAnswer(all.toString(), first.answer.index());
    }

    /// Puts the elements of one JSON array behind those of another.
    private static void append(StringBuilder all, String more) throws Failure {
        if (all.length() + more.length() > ANSWER_BYTES_MAX) throw tooLarge();
        all.setLength(all.lastIndexOf("]"));
        var elements = more.substring(more.indexOf('[') + 1);
        if (!elements.strip().equals("]")) all.append(',');
        all.append(elements);
    }

    private static Failure tooLarge() {
        return new Failure(ExitCode.FAILED, "The answer is larger than 256 MiB.", "Ask for less.");
    }

    /// @param next where the next page begins; empty: this is the last
    private record Page(ApiAnswer answer, String next) {}

    private Page page(Call call) throws Failure {
        var response = open(call, ANSWER_MAX);
        try (var body = response.body()) {
            var bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
            if (bytes.length > ANSWER_BYTES_MAX) throw tooLarge();
            long index = response.headers().firstValueAsLong("X-Skerry-Index").orElse(0);
            var next = response.headers().firstValue("X-Skerry-Next").orElse("");
            return new Page(new ApiAnswer(new String(bytes, StandardCharsets.UTF_8), index), next);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /// Sends, and leaves the answer to be read as it comes. The stream ends when the server is
    /// gone.
    public InputStream stream(Call call) throws Failure {
        return open(call, ANSWER_MAX).body();
    }

    /// A task's output as it comes.
    ///
    /// @param offset how many bytes of it came before, as the server counts; -1: it does not say
    public record Output(InputStream bytes, long offset) {}

    /// As [#stream], for a task's output.
    public Output output(Call call) throws Failure {
        HttpResponse<InputStream> response;
        try {
            response = sent(call, OUTPUT_MAX);
        } catch (IOException e) {
            if (answered(e)) return new Output(new Torn(e), -1);
            throw broken(e);
        }
        long offset = response.headers().firstValueAsLong("X-Skerry-Offset").orElse(-1);
        return new Output(response.body(), offset);
    }

    /// Whether an answer had begun, and was torn before its first byte was read.
    private static boolean answered(IOException e) {
        var why = String.valueOf(e.getMessage());
        return why.contains("bytes received") || why.startsWith("chunked transfer encoding");
    }

    /// The bytes of an answer of which none has come.
    private static final class Torn extends InputStream {
        private final IOException why;

        Torn(IOException why) {
            this.why = why;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("the answer was torn", why);
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            return read();
        }
    }

    private HttpResponse<InputStream> open(Call call, Duration answerMax) throws Failure {
        try {
            return sent(call, answerMax);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private HttpResponse<InputStream> sent(Call call, Duration answerMax)
            throws Failure, IOException {
        var odd = call.oddPart();
        if (odd != null)
            throw new Failure(
                    ExitCode.USAGE,
                    "\"" + odd + "\" cannot be the name of anything.",
                    "`job list`, `node list` and `alloc list` show what there is.");
        if (consistent && call.method.equals("GET")) call.with("consistent", "true");
        var request =
                HttpRequest.newBuilder(URI.create(address + call.target()))
                        .timeout(answerMax)
                        .method(call.method, BodyPublishers.ofByteArray(call.body));
        if (call.body.length > 0) request.header("Content-Type", call.type);
        call.headers.forEach(request::header);
        if (!bearer.nobody()) secrecy.check(address);
        if (!bearer.nobody()) request.header("Authorization", "Bearer " + bearer.token());
        try {
            var response = client.<InputStream>send(request.build(), _ -> new InOrder());
            for (var soon = new Soon(call.mayBeTwice()); soon.again(response); ) {
                response.body().close();
                response = client.send(request.build(), _ -> new InOrder());
            }
            if (response.statusCode() >= 400) throw refused(response);
            return response;
        } catch (HttpConnectTimeoutException | ConnectException e) {
            throw unreachable(e);
        } catch (HttpTimeoutException e) {
            throw new Failure(
                    ExitCode.UNREACHABLE,
                    "The server at " + address + " took the question, but did not answer in 60 s.",
                    "Look at its log.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "Interrupted.", "");
        }
    }

    private Failure refused(HttpResponse<InputStream> response) throws IOException {
        try (var body = response.body()) {
            var text = new String(body.readNBytes(PROBLEM_BYTES_MAX), StandardCharsets.UTF_8);
            return ApiProblem.failure(address, bearer, response.statusCode(), text);
        }
    }

    private Failure unreachable(IOException e) {
        if (nameless(e))
            return new Failure(
                    ExitCode.UNREACHABLE,
                    "No host is known by the name in " + address + ".",
                    "Look at how it is spelt, and whether this machine can look up names.");
        return new Failure(
                ExitCode.UNREACHABLE,
                "No server answers at " + address + ".",
                "Start a fleet on this machine with `skerry dev`, or a server with `skerry server`;"
                        + " --address or SKERRY_ADDR name another.");
    }

    /// Releases of Java say it in one way or another, and deeper or less deep.
    private static boolean nameless(IOException e) {
        Throwable at = e;
        for (int i = 0; at != null && i < CAUSES_MAX; i++, at = at.getCause())
            if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException)
                return true;
        return false;
    }

    private Failure broken(IOException e) {
        if (e instanceof SSLException tls)
            return TlsTrouble.failure(address, secrecy.authorities(), tls);
        if (String.valueOf(e.getMessage()).startsWith("Invalid status line"))
            return new Failure(
                    ExitCode.UNREACHABLE, "What answers at " + address + " is no API.", PORTS);
        var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new Failure(
                ExitCode.UNREACHABLE,
                "The connection to " + address + " broke: " + reason + ".",
                "Try again; `skerry status` says whether the server is there.");
    }
}
