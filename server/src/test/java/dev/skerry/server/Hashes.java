package dev.skerry.server;

import dev.skerry.cluster.codec.ClusterRoom;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.Sight;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// A room that remembers words in their order. It saves 100 characters of each. It came with a
/// later format of the log.
public final class Hashes implements Machine<PVector<String>, String, String, Object> {
    public static final Room<PVector<String>, String, String, Object> HASHES =
            new Room<>("hashes", new Hashes(), new Words());

    public static final List<Saved<?>> SAVED = List.of(new Whole());

    /// The newest format of the builds that do not have this room.
    public static final int USUAL = ClusterRoom.CLUSTER.machine().newestFormat();

    private Hashes() {}

    @Override
    public int format(String fact) {
        return newestFormat();
    }

    @Override
    public int newestFormat() {
        return USUAL + 1;
    }

    @Override
    public PVector<String> empty() {
        return TreePVector.empty();
    }

    @Override
    public Decision<String, Object> decide(Sight<PVector<String>> sight, String message, Now now) {
        return Decision.of(List.of(message));
    }

    @Override
    public PVector<String> apply(PVector<String> state, String fact) {
        return state.plus(fact);
    }

    /// What was decided in a term.
    public static Batch batch(long term, String... words) {
        return batch(term, List.of(words));
    }

    public static Batch batch(long term, List<String> words) {
        var facts = words.stream().map(HASHES::told).toList();
        return new Batch(term, 1, List.of(new Act(Caller.SERVERS, 0, facts)));
    }

    private record Words() implements Form<String> {
        @Override
        public byte[] encode(String word) {
            return word.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// Takes its time to be saved.
    public record Slow(CountDownLatch begun, CountDownLatch release)
            implements Saved<PVector<String>> {
        @Override
        public Room<PVector<String>, ?, ?, ?> room() {
            return HASHES;
        }

        @Override
        public void write(PVector<String> words, OutputStream to) throws IOException {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            new Whole().write(words, to);
        }

        @Override
        public PVector<String> read(InputStream from) throws IOException {
            return new Whole().read(from);
        }
    }

    private record Whole() implements Saved<PVector<String>> {
        @Override
        public Room<PVector<String>, ?, ?, ?> room() {
            return HASHES;
        }

        @Override
        public void write(PVector<String> words, OutputStream to) throws IOException {
            var out = new DataOutputStream(to);
            out.writeInt(words.size());
            for (var word : words) out.writeUTF(word.substring(0, Math.min(word.length(), 100)));
            out.writeUTF("end");
            out.flush();
        }

        @Override
        public PVector<String> read(InputStream from) throws IOException {
            var in = new DataInputStream(from);
            var words = new ArrayList<String>();
            for (int count = in.readInt(); count > 0; count--) words.add(in.readUTF());
            if (!in.readUTF().equals("end")) throw new IOException("damaged");
            return TreePVector.from(words);
        }
    }
}
