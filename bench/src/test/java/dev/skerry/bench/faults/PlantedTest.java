package dev.skerry.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.bench.history.Event.Did;
import dev.skerry.bench.history.Linearity;
import dev.skerry.bench.history.Register;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a server must not do is found, each time that it does so once.
class PlantedTest {
    private static final int RUNS = 10;
    private static final int CLIENTS = 6;
    private static final long OPERATIONS = 1_000;
    private static final long STEPS_MAX = 5_000_000;
    private static final long WAY_MAX_NS = 200_000;

    /// Registers in memory, with a way to them and back that takes its time. Of some calls nobody
    /// is told whether they were done.
    private static final class Memory implements Registers {
        private static final int UNKNOWN_OF = 50;

        private final Map<String, Register> registers;
        private final Random dice;

        Memory(Map<String, Register> registers, int seed) {
            this.registers = registers;
            dice = new Random(seed);
        }

        private void way() {
            LockSupport.parkNanos(dice.nextLong(WAY_MAX_NS));
        }

        private Told told(Did did, boolean unknown) {
            way();
            return unknown ? Told.unknown(did) : Told.sure(did);
        }

        @Override
        public Told write(String key, long value) {
            way();
            boolean unknown = dice.nextInt(UNKNOWN_OF) == 0;
            if (unknown && dice.nextBoolean()) return told(new Did.Wrote(value), true);
            synchronized (registers) {
                var now = registers.getOrDefault(key, Register.NEW);
                registers.put(key, new Register(now.version() + 1, value));
            }
            return told(new Did.Wrote(value), unknown);
        }

        @Override
        public Told swap(String key, long expected, long value) {
            way();
            synchronized (registers) {
                var now = registers.getOrDefault(key, Register.NEW);
                if (now.version() != expected) return Told.sure(new Did.Refused(expected));
                registers.put(key, new Register(now.version() + 1, value));
            }
            return told(new Did.Swapped(expected, value), false);
        }

        @Override
        public Told read(String key) {
            way();
            Register seen;
            synchronized (registers) {
                seen = registers.getOrDefault(key, Register.NEW);
            }
            return told(new Did.Saw(seen), false);
        }
    }

    /// @param planted whether something is to be
    private static Linearity.Verdict verdict(Planted.Kind kind, boolean planted, int run)
            throws Exception {
        var registers = new HashMap<String, Register>();
        var done = new AtomicBoolean(!planted);
        var clients = new ArrayList<Registers>();
        for (int i = 0; i < CLIENTS; i++)
            clients.add(new Planted(new Memory(registers, run * CLIENTS + i), kind, done));
        var work = new Workload("run" + run, clients, WAY_MAX_NS);
        work.start();
        while (work.operations() < OPERATIONS || !done.get()) LockSupport.parkNanos(WAY_MAX_NS);
        var history = work.end(List.of(new Memory(registers, run)));
        assertEquals("[]", work.troubles().toString());
        assertTrue(history.size() >= OPERATIONS, history.size() + " operations");
        return Linearity.of(history, STEPS_MAX);
    }

    @ParameterizedTest
    @EnumSource
    void isFoundInEachOfTenRuns(Planted.Kind kind) throws Exception {
        for (int run = 0; run < RUNS; run++)
            assertInstanceOf(Linearity.Verdict.Breaks.class, verdict(kind, true, run));
    }

    @Test
    void whereNothingIsPlantedNothingIsFound() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            var verdict = verdict(Planted.Kind.STALE_READ, false, run);
            assertInstanceOf(Linearity.Verdict.Fits.class, verdict, verdict::toString);
        }
    }
}
