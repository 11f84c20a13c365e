package dev.skerry.bench.faults;

import dev.skerry.bench.history.Event.Did;
import dev.skerry.bench.history.Register;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Jobs as registers: the version of a job, and a word of its command as the value. What is read is
/// asked for with `consistent`. Nothing is tried twice here: each call is one request.
final class JobRegisters implements Registers {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(4);
    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+),\"status\"");
    private static final Pattern VALUE = Pattern.compile("\"args\":\\[\"v(\\d+)\"\\]");

    private final HttpClient client;
    private final List<URI> servers;
    private final String token;
    private int at;

    /// @param at which of the servers is asked first; another one when it does not answer
    JobRegisters(HttpClient client, List<URI> servers, String token, int at) {
        this.client = client;
        this.servers = List.copyOf(servers);
        this.token = token;
        this.at = at;
    }

    /// An answer that no server may give here.
    static final class OddAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        OddAnswer(String what) {
            super(what);
        }
    }

    @Override
    public Told write(String key, long value) throws InterruptedException {
        var did = new Did.Wrote(value);
        return told(post("jobs", key, value), did, null);
    }

    @Override
    public Told swap(String key, long expected, long value) throws InterruptedException {
        var did = new Did.Swapped(expected, value);
        var request = post("jobs?expectedVersion=" + expected, key, value);
        return told(request, did, new Did.Refused(expected));
    }

    /// A job that is never placed: there is no node.
    private HttpRequest.Builder post(String path, String key, long value) {
        var job =
                """
                {"job": "%s", "groups": {"main": {"count": 1, "tasks": {"it": {
                  "driver": "exec", "command": "/bin/true", "args": ["v%d"],
                  "resources": {"cpu": "1MHz", "memory": "1MiB", "disk": "1MiB"}}}}}}
                """
                        .formatted(key, value);
        return to(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(job));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(servers.get(at).resolve(path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + token);
    }

    private Told told(HttpRequest.Builder request, Did done, @Nullable Did refused)
            throws InterruptedException {
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status == 200 || status == 201) return Told.sure(done);
            if (status == 409 && refused != null) return Told.sure(refused);
            if (status != 503 && status != 504) throw odd(answer);
            another();
            return status == 503 ? Told.NOTHING : Told.unknown(done);
        } catch (ConnectException | HttpConnectTimeoutException _) {
            another();
            return Told.NOTHING;
        } catch (IOException _) {
            another();
            return Told.unknown(done);
        }
    }

    @Override
    public Told read(String key) throws InterruptedException {
        try {
            var request = to("jobs/" + key + "?consistent").GET().build();
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 404) return Told.sure(new Did.Saw(Register.NEW));
            if (answer.statusCode() == 200) return Told.sure(new Did.Saw(seen(answer)));
            if (answer.statusCode() != 503) throw odd(answer);
        } catch (IOException _) {
            // nothing was read
        }
        another();
        return Told.NOTHING;
    }

    private static Register seen(HttpResponse<String> answer) {
        var version = VERSION.matcher(answer.body());
        var value = VALUE.matcher(answer.body());
        if (!version.find() || !value.find()) throw odd(answer);
        return new Register(Long.parseLong(version.group(1)), Long.parseLong(value.group(1)));
    }

    private static OddAnswer odd(HttpResponse<String> answer) {
        return new OddAnswer(
                "%s %s was answered with %d: %s"
                        .formatted(
                                answer.request().method(),
                                answer.uri(),
                                answer.statusCode(),
                                answer.body()));
    }

    private void another() {
        at = (at + 1) % servers.size();
    }
}
