package dev.skerry.kernel;

import dev.skerry.kernel.Batch.Act;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A batch as bytes, in a log or a journal. Numbers are big-endian.
///
/// | bytes | what                                                               |
/// |-------|--------------------------------------------------------------------|
/// | 1     | the format, 3                                                      |
/// | 8     | the term                                                           |
/// | 8     | the number in the term                                             |
/// | 4     | how many acts follow                                               |
/// | 2, n  | of each act: its caller, as UTF-8 behind its length                |
/// | 2, n  | of each act: by which token the caller came, likewise; none: empty |
/// | 2, n  | of each act: from which address it came, likewise; none: empty     |
/// | 8     | of each act: when it was decided, in milliseconds since 1970       |
/// | 4     | of each act: how many facts follow                                 |
/// | 1, n  | of each fact: its room's name behind its length                    |
/// | 4, n  | of each fact: its bytes behind their length                        |
///
/// These bytes are on disks: a change of them is a new format.
public final class BatchForm {
    /// In builds that were never released there was format 1, before rooms, and format 2, before
    /// anybody had to say who he is.
    private static final byte FORMAT = 3;

    private static final int HEADER_BYTES = 1 + Long.BYTES + Long.BYTES + Integer.BYTES;
    private static final int ACT_BYTES = 3 * Short.BYTES + Long.BYTES + Integer.BYTES;
    private static final int FACT_BYTES = 1 + Integer.BYTES;

    private BatchForm() {}

    /// What an act takes besides its facts, at most.
    static long bytes(Caller caller) {
        int characters = caller.text().length() + caller.by().length() + caller.from().length();
        return ACT_BYTES + 4L * characters;
    }

    /// What a fact takes in a batch.
    static long bytes(Told told) {
        return (long) FACT_BYTES + told.room().length() + told.bytes().length;
    }

    /// @param bytesMax of the whole batch
    /// @throws FactLog.TooLarge when it would have more
    public static byte[] encode(Batch batch, int bytesMax) {
        var callers = new ArrayList<List<byte[]>>(batch.acts().size());
        long size = HEADER_BYTES;
        for (var act : batch.acts()) {
            var caller = texts(act.caller());
            callers.add(caller);
            size += ACT_BYTES;
            for (var text : caller) size += text.length;
            for (var told : act.facts()) size += bytes(told);
        }
        if (size > bytesMax) throw new FactLog.TooLarge(size, bytesMax);
        var bytes = ByteBuffer.allocate((int) size);
        bytes.put(FORMAT).putLong(batch.term()).putLong(batch.number());
        bytes.putInt(batch.acts().size());
        for (int i = 0; i < callers.size(); i++) put(batch.acts().get(i), callers.get(i), bytes);
        return bytes.array();
    }

    private static List<byte[]> texts(Caller caller) {
        var texts = new ArrayList<byte[]>();
        for (var text : List.of(caller.text(), caller.by(), caller.from()))
            texts.add(text.getBytes(StandardCharsets.UTF_8));
        return texts;
    }

    private static void put(Act act, List<byte[]> caller, ByteBuffer to) {
        for (var text : caller) to.putShort((short) text.length).put(text);
        to.putLong(act.wallMs()).putInt(act.facts().size());
        for (var told : act.facts()) {
            var room = told.room().getBytes(StandardCharsets.US_ASCII);
            to.put((byte) room.length).put(room);
            to.putInt(told.bytes().length).put(told.bytes());
        }
    }

    /// Only the term, which is known before the facts are read.
    public static long term(ByteBuffer bytes) throws Malformed {
        known(bytes);
        return bytes.getLong(bytes.position() + 1);
    }

    /// Whether there is a header, of a format that is read here.
    private static void known(ByteBuffer bytes) throws Malformed {
        if (bytes.remaining() < HEADER_BYTES) throw new Malformed("it has no header");
        int format = bytes.get(bytes.position());
        if (format != FORMAT)
            throw new Malformed(
                    "it has format %d; this version reads %d".formatted(format, FORMAT));
    }

    /// @param house whose rooms can read the facts
    /// @throws Malformed when it is no batch, or one that a build with other rooms has written; the
    ///   message says which
    public static Batch decode(ByteBuffer bytes, House house) throws Malformed {
        known(bytes);
        try {
            bytes.get();
            long term = bytes.getLong();
            long number = bytes.getLong();
            int count = count(bytes);
            var acts = new ArrayList<Act>();
            for (int i = 0; i < count; i++) acts.add(act(bytes, house));
            if (bytes.hasRemaining()) throw new Malformed("something follows its last fact");
            return new Batch(term, number, acts);
        } catch (BufferUnderflowException e) {
            throw new Malformed("it ends early", e);
        }
    }

    private static int count(ByteBuffer bytes) throws Malformed {
        int count = bytes.getInt();
        if (count < 0) throw new Malformed("it counts less than nothing");
        return count;
    }

    private static Act act(ByteBuffer bytes, House house) throws Malformed {
        var caller = Caller.parse(text(bytes)).came(text(bytes), text(bytes));
        long wallMs = bytes.getLong();
        int count = count(bytes);
        List<Told> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) facts.add(fact(bytes, house));
        return new Act(caller, wallMs, facts);
    }

    private static Told fact(ByteBuffer bytes, House house) throws Malformed {
        var name = text(bytes, Byte.toUnsignedInt(bytes.get()));
        var room = house.room(name);
        if (room == null)
            throw new Malformed(
                    "it holds facts of \"%s\", which this build does not have"
                            .formatted(Text.fit(name, 16)));
        return room.told(part(bytes, bytes.getInt()));
    }

    private static String text(ByteBuffer bytes) throws Malformed {
        return text(bytes, Short.toUnsignedInt(bytes.getShort()));
    }

    private static String text(ByteBuffer bytes, int length) throws Malformed {
        return new String(part(bytes, length), StandardCharsets.UTF_8);
    }

    /// What is claimed is looked at before anything is allocated for it.
    private static byte[] part(ByteBuffer bytes, int length) throws Malformed {
        if (length < 0 || length > bytes.remaining())
            throw new Malformed("a part of it is longer than the whole");
        var part = new byte[length];
        bytes.get(part);
        return part;
    }
}
