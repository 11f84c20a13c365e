package dev.skerry.cli.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// An answer as a stream of its bytes. What came before it broke off is read before that is told:
/// the JDK's own stream lets go of it.
final class InOrder extends InputStream implements BodySubscriber<InputStream> {
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private final ArrayDeque<ByteBuffer> read = new ArrayDeque<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private @Nullable Part last;

    /// What has come.
    private sealed interface Part {
        record Bytes(List<ByteBuffer> all) implements Part {}

        record End() implements Part {}

        record Broken(Throwable why) implements Part {}
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription next) {
        subscription.complete(next);
        next.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> all) {
        parts.add(new Part.Bytes(all));
    }

    @Override
    public void onError(Throwable why) {
        parts.add(new Part.Broken(why));
    }

    @Override
    public void onComplete() {
        parts.add(new Part.End());
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) return 0;
        var from = next();
        if (from == null) return -1;
        int count = Math.min(length, from.remaining());
        from.get(to, offset, count);
        return count;
    }

    /// Bytes, as soon as there are some; null: it is over.
    private @Nullable ByteBuffer next() throws IOException {
        while (true) {
            for (var first = read.peek(); first != null; first = read.peek()) {
                if (first.hasRemaining()) return first;
                read.remove();
            }
            var part = last == null ? take() : last;
            switch (part) {
                case Part.Bytes(var all) -> {
                    read.addAll(all);
                    subscription.join().request(1);
                }
                case Part.End _ -> {
                    last = part;
                    return null;
                }
                case Part.Broken(var why) -> {
                    last = part;
                    throw new IOException(why.getMessage(), why);
                }
            }
        }
    }

    private Part take() throws InterruptedIOException {
        try {
            return parts.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() {
        var _ = subscription.thenAccept(Subscription::cancel);
        parts.add(new Part.End()); // nobody waits for more
    }
}
