package dev.skerry.kernel;

import static dev.skerry.kernel.TwoRooms.ADA;
import static dev.skerry.kernel.TwoRooms.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.skerry.kernel.Machine.NoEffect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Facts that came with later builds: they are not decided before everybody reads them.
class FormatsTest {
    /// Its facts are numbers, each known from the format of that number on. It has seen the newest,
    /// and knows of servers that read up to format 5.
    private record Numbers() implements Machine<Integer, Integer, Integer, NoEffect> {
        @Override
        public Integer empty() {
            return 0;
        }

        @Override
        public Decision<Integer, NoEffect> decide(Sight<Integer> sight, Integer asked, Now now) {
            return Decision.of(List.of(FIRST_FORMAT, asked));
        }

        @Override
        public int format(Integer fact) {
            return fact;
        }

        @Override
        public int newestFormat() {
            return 9;
        }

        @Override
        public @Nullable Refusal unreadable(Integer state, int format) {
            return format > 5 ? new Refusal.Unavailable("No " + format + ".") : null;
        }

        @Override
        public Integer apply(Integer state, Integer fact) {
            return state;
        }

        @Override
        public Integer witness(Integer state, Batch.Act act) {
            return Math.max(state, act.format());
        }
    }

    private record Digits() implements Form<Integer> {
        @Override
        public byte[] encode(Integer fact) {
            return fact.toString().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Integer decode(byte[] bytes) {
            return Integer.valueOf(new String(bytes, StandardCharsets.US_ASCII));
        }
    }

    private static final Room<Integer, Integer, Integer, NoEffect> NUMBERS =
            new Room<>("numbers", new Numbers(), new Digits());

    private final Promised promised =
            new Promised(
                    House.of(List.of(TwoRooms.NODES, NUMBERS)),
                    new Promised.BatchLimits(9_999, 9_999));

    @Test
    void whatNotAllReadIsRefusedWhole() {
        var before = promised.promised();
        var refused = new Decided.Refused<>(new Refusal.Unavailable("No 6."));
        assertEquals(refused, promised.decide(NUMBERS, 6, ADA, at(1)));
        assertSame(before, promised.promised());
        assertEquals(0, promised.close().acts().size());
        assertInstanceOf(Decided.Accepted.class, promised.decide(NUMBERS, 5, ADA, at(1)));
        assertEquals(5, promised.promised().of(NUMBERS));
    }

    /// Who reads the log again knows what is in it as who has decided it does.
    @Test
    void whatIsReadAgainIsOfItsFormat() throws Malformed {
        promised.decide(NUMBERS, 4, ADA, at(1));
        var batch = promised.close();
        var house = promised.certain();
        var again = BatchForm.decode(java.nio.ByteBuffer.wrap(BatchForm.encode(batch, 999)), house);
        assertEquals(4, house.after(again).of(NUMBERS));
    }

    @Test
    void theNewestIsThatOfAllRooms() {
        assertEquals(9, promised.certain().newestFormat());
        assertEquals(1, House.EMPTY.newestFormat());
    }
}
