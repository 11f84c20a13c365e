package dev.skerry.cluster.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes grown from the words of JSON and of the link: each is a value, or refused by the one
/// exception that says so.
///
/// The deadline is no measure. Work without a bound goes on for ever.
class HostileBytesTest {
    private static final int TEXTS = 4_000;
    private static final long DEADLINE_SECONDS = 60;
    private static final int BYTES_MAX = 4 * 1024 * 1024;

    private static final List<Form<?>> FORMS =
            List.of(
                    Codec.NODE_SAYS,
                    Codec.SERVERS_SAY,
                    Codec.NODE_FACT,
                    ServerCodec.CLUSTER_FACT,
                    ServerCodec.of(SavedRecord.class));
    private static final List<String> KINDS =
            List.of(
                    "ping",
                    "join",
                    "hello",
                    "described",
                    "renew",
                    "report",
                    "logData",
                    "welcome",
                    "sync",
                    "meta",
                    "logOpen",
                    "booted",
                    "ordered",
                    "taskMoved",
                    "heard",
                    "nodeMetaSet",
                    "nodeJoined",
                    "jobAccepted",
                    "evaluated",
                    "allocationsPlaced",
                    "node",
                    "header");
    private static final List<String> KEYS =
            List.of(
                    "number",
                    "changes",
                    "observed",
                    "status",
                    "tasks",
                    "meta",
                    "facts",
                    "power",
                    "order",
                    "group",
                    "version",
                    "tickMs",
                    "allocation",
                    "phase",
                    "running",
                    "groups",
                    "spec",
                    "variants",
                    "run",
                    "role",
                    "exec",
                    "a",
                    "\\u00",
                    "\\ud800",
                    "\\");
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-",
                    "-0",
                    "1e999999999",
                    "-1e-999999999",
                    "1.5e",
                    "0x10",
                    "9".repeat(19),
                    "9".repeat(5_000),
                    "0." + "1".repeat(5_000),
                    "NaN",
                    "\"\"",
                    "\"RUNNING\"",
                    "\"\\u12\"",
                    "\"\\",
                    "\"\\ud83d\"",
                    "\"" + "x".repeat(40_000) + "\"",
                    "[",
                    "{}",
                    "[[[[]]]]");
    private static final List<String> REPEATED =
            List.of("[", "{", "{\"a\":", "[[],", "\"", "\\", "9", "-", ",", " ", "\u0000", "/*");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextIsAnswered(long seed) throws Exception {
        var random = new Random(seed);
        within(() -> {
            for (int i = 0; i < TEXTS; i++) {
                var text = "{\"" + one(KINDS, random) + "\":" + value(random, 6) + "}";
                decoded(broken(text.getBytes(UTF_8), random));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, 1_000_000})
    void aWordThatComesAgainAndAgainIsAnswered(int times) throws Exception {
        within(() -> {
            for (var word : REPEATED) {
                var many = word.repeat(Math.min(times, BYTES_MAX / word.length()));
                for (var start : List.of("", "{\"report\":{\"number\":", "{\"meta\":{"))
                    decoded((start + many).getBytes(UTF_8));
                decoded(("{\"hello\":{\"x\":" + many + "}}").getBytes(UTF_8));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyFramesAreAnswered(long seed) throws Exception {
        var random = new Random(seed);
        within(() -> {
            for (int i = 0; i < TEXTS; i++) {
                var text = "{\"" + one(KINDS, random) + "\":" + value(random, 4) + "}";
                read(framed(text.getBytes(UTF_8), random));
            }
        });
    }

    private static byte[] framed(byte[] body, Random random) {
        int length = body.length + 1;
        if (random.nextInt(4) == 0) length = random.nextInt();
        var frame = ByteBuffer.allocate(body.length + 5);
        frame.putInt(length).put((byte) random.nextInt(16)).put(body);
        return broken(frame.array(), random);
    }

    private static void read(byte[] bytes) {
        var atServer =
                Wire.atServer(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
        var atNode = Wire.atNode(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
        for (var wire : List.of(atServer, atNode)) {
            try {
                while (wire.read(Frame.BYTES_MAX) != null) {} // until the end, or a refusal
            } catch (IOException e) {
                assertTrue(e.getMessage() == null || !e.getMessage().isEmpty());
            }
        }
    }

    private static void decoded(byte[] bytes) {
        for (var form : FORMS) {
            try {
                form.decode(bytes);
            } catch (Malformed e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("not what is expected"));
            }
        }
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 1 : 4);
        if (kind == 0) return one(VALUES, random);
        var text = new StringBuilder(kind == 1 ? "[" : "{");
        for (int entry = random.nextInt(4); entry > 0; entry--) {
            if (kind > 1) text.append('"').append(one(KEYS, random)).append("\":");
            text.append(value(random, depth - 1));
            if (entry > 1) text.append(',');
        }
        return text.append(kind == 1 ? "]" : "}").toString();
    }

    private static byte[] broken(byte[] bytes, Random random) {
        if (random.nextInt(3) > 0) return bytes;
        var next = java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
        for (int n = random.nextInt(4); n > 0; n--)
            next[random.nextInt(next.length)] = (byte) random.nextInt(256);
        return next;
    }

    /// On a thread of its own: whatever comes out of it, an error too, fails the test.
    private static void within(Runnable work) throws Exception {
        var done = new CompletableFuture<Boolean>();
        var thread =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try {
                                work.run();
                                done.complete(true);
                            } catch (Throwable e) { // also of the stack's or the memory's end
                                done.completeExceptionally(e);
                            }
                        });
        try {
            done.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            var stuck = new AssertionError("no end", e);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }

    private static String one(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}
