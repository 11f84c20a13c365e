package dev.skerry.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.StreamSource;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final long WAIT_S = 60;
    private static final long CREDIT = 1_000_000;

    private final BlockingQueue<Frame.FromNode> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    private final Streams streams = new Streams(new Line(), this::kept);

    private final class Line implements Streams.Sender {
        @Override
        public boolean send(Frame.FromNode frame) {
            return sent.add(frame);
        }

        @Override
        public void drop(long stream) {}
    }

    private Thread kept(Runnable work) {
        var thread = Thread.ofPlatform().daemon().unstarted(work);
        threads.add(thread);
        return thread;
    }

    private long alive() {
        return threads.stream().filter(Thread::isAlive).count();
    }

    /// As one that reads from a disk that hangs: it hears nothing of being closed.
    private static StreamSource deaf(CountDownLatch begun, CountDownLatch until) {
        return _ -> {
            begun.countDown();
            while (until.getCount() > 0) {
                try {
                    until.await();
                } catch (InterruptedException e) {
                    // it waits on
                }
            }
            return null;
        };
    }

    /// An agent has little memory, and a thread of a stream that nobody reads any more is one
    /// still.
    @Test
    void openingAndClosingWithoutEndMakesNoThreadsWithoutEnd() throws Exception {
        var until = new CountDownLatch(1);
        try {
            for (long i = 0; i < 200; i++) {
                var begun = new CountDownLatch(1);
                streams.open(i, CREDIT, deaf(begun, until));
                if (sent.isEmpty()) assertTrue(begun.await(WAIT_S, TimeUnit.SECONDS));
                streams.close(i);
            }
            assertTrue(alive() <= Streams.READERS_MAX, alive() + " threads");
            assertEquals(200 - Streams.READERS_MAX, sent.size());
            for (var frame : sent)
                assertEquals(Streams.FULL, ((Frame.Close) frame).error(), "with words");
        } finally {
            until.countDown();
        }
        for (var thread : threads) thread.join();
        sent.clear();
        streams.open(200, CREDIT, _ -> null);
        assertEquals(new Frame.Close(200, ""), sent.poll(WAIT_S, TimeUnit.SECONDS));
    }

    /// What waits for more output is not waited for: the next reader finds its place.
    @Test
    void closingEndsTheWaitOfTheSource() throws Exception {
        var never = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        streams.open(
                1,
                CREDIT,
                _ -> {
                    begun.countDown();
                    never.await();
                    return null;
                });
        assertTrue(begun.await(WAIT_S, TimeUnit.SECONDS));
        streams.close(1);
        var thread = threads.take();
        thread.join(TimeUnit.SECONDS.toMillis(WAIT_S));
        assertEquals(0, alive());
        assertEquals(0, sent.size(), "nobody reads it");
    }

    @Test
    void aReaderThatReadsNothingIsLetGo() throws Exception {
        var piece = "x".getBytes(StandardCharsets.UTF_8);
        streams.open(1, 1, _ -> new StreamSource.Piece(0, piece));
        assertNotNull(sent.poll(WAIT_S, TimeUnit.SECONDS));
        streams.closeAll();
        var thread = threads.take();
        thread.join(TimeUnit.SECONDS.toMillis(WAIT_S));
        assertEquals(0, alive());
    }

    @Test
    void aSystemWithoutThreadsIsNoReasonToEnd() throws Exception {
        var none = new Streams(new Line(), WithoutStart::new);
        for (long i = 0; i < 100; i++) none.open(i, CREDIT, _ -> null);
        assertEquals(100, sent.size());
        for (var frame : sent) assertEquals(Streams.NO_THREAD, ((Frame.Close) frame).error());
    }

    private static final class WithoutStart extends Thread {
        WithoutStart(Runnable work) {
            super(work);
        }

        @Override
        public void start() {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }

    @Test
    void aSourceThatFailsSaysSoToItsReader() throws Exception {
        streams.open(
                1,
                CREDIT,
                _ -> {
                    throw new IllegalStateException("the room is at a loss");
                });
        streams.open(
                2,
                CREDIT,
                _ -> {
                    throw new StackOverflowError("too deep");
                });
        for (int i = 0; i < 2; i++) {
            var close = (Frame.Close) sent.poll(WAIT_S, TimeUnit.SECONDS);
            assertNotNull(close);
            var why = close.stream() == 1 ? "the room is at a loss" : "too deep";
            assertEquals(why, close.error());
        }
    }
}
