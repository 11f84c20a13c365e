package dev.skerry.agent.facts;

import dev.skerry.agent.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How fast one core is, measured once and kept in the data directory until the processor changes.
///
/// The scale: 100 is a core of a Raspberry Pi 4 (Cortex-A72, 1.5 GHz), 200 is twice as fast. The
/// work is a fixed mix of multiplication, shifts, branches and a table of 16 KiB, as an
/// interpreter, a parser or a compressor has it; the best of eight rounds counts, so that a busy
/// machine measures nearly the same as an idle one. It says nothing of vector units, of the memory
/// behind the caches, or of how long a board stays cool. It is rough: the reference was counted in
/// cycles and not measured on a Pi, so take a third either way. Two nodes compare better with one
/// another, since both have done the same work.
final class SpeedScore {
    private static final String SCALE = "scale 2";
    private static final int ROUNDS = 8;
    private static final int CALLS = 1_000;
    private static final int TABLE_INTS = 4_096;
    private static final long BUDGET_NS = 200_000_000;

    /// What a round should take on a core of a Raspberry Pi 4: 256,000 steps of 23 cycles at 1.5
    /// GHz, where a step is a multiplication, two loads or stores and half a mispredicted branch.
    private static final long REFERENCE_NS = 4_000_000;

    private static final int SCORE_MAX = 10_000;

    private SpeedScore() {}

    /// The score as it was measured before, or else measured now.
    static int of(Path data, Processor processor) {
        var file = data.resolve("speed");
        var key = SCALE + ", " + processor.model() + ", " + processor.mhz() + " MHz";
        var known = SmallFiles.text(file);
        int end = known.indexOf('\n');
        if (end > 0 && known.substring(0, end).equals(key)) {
            long score = SmallFiles.number(known.substring(end + 1).strip(), 0);
            if (score >= 1 && score <= SCORE_MAX) return (int) score;
        }
        int score = measured();
        keep(file, key + "\n" + score + "\n");
        return score;
    }

    private static void keep(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            WholeFile.write(file, text);
        } catch (IOException e) {
            // measured again at the next start
        }
    }

    static int measured() {
        var table = new int[TABLE_INTS];
        long beginNs = System.nanoTime();
        long bestNs = Long.MAX_VALUE;
        int sum = 1;
        for (int round = 0; round < ROUNDS; round++) {
            long startNs = System.nanoTime();
            for (int call = 0; call < CALLS; call++) sum = mix(table, sum + call);
            long endNs = System.nanoTime();
            bestNs = Math.min(bestNs, endNs - startNs);
            if (round >= 2 && endNs - beginNs > BUDGET_NS) break;
        }
        if (sum == 42) bestNs++; // so that the work is not left out as useless
        return Math.clamp(100 * REFERENCE_NS / Math.max(1, bestNs), 1, SCORE_MAX);
    }

    private static int mix(int[] table, int seed) {
        int x = seed;
        for (int i = 0; i < 256; i++) {
            x = x * 0x9E3779B1 + i;
            x ^= x >>> 15;
            int at = x & (TABLE_INTS - 1);
            if ((x & 64) != 0) table[at] += x;
            else x += table[at];
        }
        return x;
    }
}
