package dev.skerry.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.http.DateTime;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.OutputStream;

/// An answer of unknown length for a client of HTTP/1.0: without chunks, its end is the end of the
/// connection. The library knows only chunks.
final class UntilClosed extends OutputStream {
    private final DataWriter to;

    /// Sends the head.
    UntilClosed(ServerResponse response, DataWriter to) {
        this.to = to;
        var head = BufferData.growing(512);
        Status status = response.status();
        head.writeAscii("HTTP/1.1 " + status.code() + " " + status.reasonPhrase() + "\r\n");
        response.headers().set(HeaderValues.CONNECTION_CLOSE);
        response.headers().set(HeaderNames.DATE, DateTime.rfc1123String());
        for (var header : response.headers()) header.writeHttp1Header(head);
        head.writeAscii("\r\n");
        to.write(head);
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        to.write(BufferData.create(bytes, from, count).copy());
    }

    @Override
    public void flush() {
        to.flush();
    }
}
