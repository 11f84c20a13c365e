package dev.skerry.example.badge;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// An answer over HTTP. `allow` is empty unless the method was wrong.
final class Reply {
    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";
    static final String PNG = "image/png";

    final int status;
    final String type;
    final String allow;
    private final byte[] body;

    private Reply(int status, String type, byte[] body, String allow) {
        this.status = status;
        this.type = type;
        this.body = body;
        this.allow = allow;
    }

    int bytes() {
        return body.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(body);
    }

    static Reply ok(String type, byte[] body) {
        return new Reply(200, type, body, "");
    }

    static Reply ok(String type, String body) {
        return ok(type, body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply refused(int status, String reason) {
        return new Reply(status, TEXT, (reason + "\n").getBytes(StandardCharsets.UTF_8), "");
    }

    static Reply wrongMethod(String method, String allow) {
        var reason = "%s is not for this path, but %s\n".formatted(method, allow);
        return new Reply(405, TEXT, reason.getBytes(StandardCharsets.UTF_8), allow);
    }
}
