package dev.skerry.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.disk.DiskRoom;
import dev.skerry.server.Follower;
import dev.skerry.server.Hashes;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that appends, again and again, and looks whether it kept what it promised.
class KilledLogTest {
    static final int ROUNDS = Integer.getInteger("skerry.kills", 4);

    @TempDir Path folder;

    /// The process: appends numbers from where the log ends, says each that was acknowledged.
    static final class Appending {
        private Appending() {}

        public static void main(String[] arguments) throws Exception {
            var follower = new Follower();
            var room = DiskRoom.of(Path.of(arguments[0]));
            var limits = new FactStateMachine.SavingLimits(60, RatisLog.SNAPSHOT_BYTES);
            var log =
                    new RatisLog(
                            Path.of(arguments[0]), follower, Hashes.SAVED, _ -> {}, limits, room);
            long term = follower.awaitTerm();
            var inFlight = new Semaphore(8);
            for (int i = follower.hashes().size(); ; i++) {
                int number = i;
                inFlight.acquire();
                var _ =
                        log.append(Hashes.batch(term, "" + i))
                                .thenAccept(_ -> {
                                    System.out.println(number);
                                    inFlight.release();
                                });
            }
        }
    }

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        var random = new Random(4);
        int acknowledged = -1;
        for (int round = 0; round < ROUNDS; round++) {
            int before = acknowledged;
            int lines = 1 + random.nextInt(150);
            acknowledged = Math.max(acknowledged, appendAndKill(lines));
            assertTrue(acknowledged > before, "round " + round + " appended nothing");
        }
        var follower = new Follower();
        try (var log = new RatisLog(folder, follower, Hashes.SAVED, _ -> {})) {
            follower.awaitTerm();
            var kept = follower.hashes();
            assertTrue(kept.size() > acknowledged, kept.size() + " kept, " + acknowledged);
            var all = IntStream.range(0, kept.size()).mapToObj(Integer::toString).toList();
            assertEquals(all, kept);
            assertTrue(log.append(Hashes.batch(follower.term())).get() > 0);
        }
    }

    /// The last number that the process has acknowledged before it was killed.
    private int appendAndKill(int lines)
            throws IOException, InterruptedException, ExecutionException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Appending.class.getName(), folder.toString()));
        var errors = folder.resolveSibling(folder.getFileName() + ".err").toFile();
        var process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(new File(errors.getPath())))
                        .start();
        int last = -1;
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i < lines; i++) {
                var line = out.readLine();
                if (line == null) break;
                last = Integer.parseInt(line);
            }
            process.toHandle().destroyForcibly(); // that one leaves the pipe open
            for (var line = out.readLine(); line != null; line = out.readLine())
                if (line.matches("[0-9]+")) last = Math.max(last, complete(line, last));
        } finally {
            process.destroyForcibly().onExit().get();
        }
        return last;
    }

    /// The last line may have been cut off by the end: it counts only as the next number.
    private static int complete(String line, int last) {
        int number = Integer.parseInt(line);
        return number == last + 1 ? number : last;
    }
}
