package dev.skerry.server.raft;

import static dev.skerry.trust.codec.TrustRoom.TRUST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.disk.DiskRoom;
import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerRoom.Beside;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.trust.AuditChain;
import dev.skerry.server.trust.TrustServerRoom;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.codec.SavedTrust;
import dev.skerry.trust.policy.Capability;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.policy.Level;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a server in the middle of changes, again and again: the audit has each of them once.
class KilledAuditTest {
    static final int ROUNDS = Integer.getInteger("skerry.kills", 4);
    private static final int SAVED_EVERY = 40;

    @TempDir Path data;

    /// A leader over the log in a folder, with the files of the audit beside it.
    private record Whole(Leader leader, RatisLog log, Beside files) implements AutoCloseable {
        static Whole open(Path data) throws Exception {
            var clock = new ServerClock();
            var saved = List.of(new SavedTrust());
            var leader =
                    new Leader(ServerRooms.empty(List.copyOf(saved)), clock, new ServerMetrics());
            var files = new TrustServerRoom().beside(settings(data), clock);
            var follower = new BesideLog(leader.follower(), List.of(files));
            var limits = new FactStateMachine.SavingLimits(SAVED_EVERY, RatisLog.SNAPSHOT_BYTES);
            var room = DiskRoom.of(data);
            var log = new RatisLog(data.resolve("raft"), follower, saved, _ -> {}, limits, room);
            leader.start(log, _ -> {});
            if (!leader.awaitLeadership(Duration.ofSeconds(20)))
                throw new AssertionError("nobody leads");
            return new Whole(leader, log, files);
        }

        private static ServerSettings settings(Path data) {
            var usual = ServerSettings.defaults();
            return usual.at(usual.http().at(), usual.link(), data);
        }

        @Override
        public void close() throws IOException {
            leader.close();
            log.close();
            files.close();
        }
    }

    private static Role role(int number) {
        var read = new Capability(Level.READ, Glob.ALL, Glob.ALL);
        var rule = new RoleRule(true, List.of(read), List.of(), List.of());
        return Role.ofTokens("r" + number % 100, "Number " + number, List.of(rule));
    }

    /// The process: changes a role, and says so once it is certain.
    static final class Changing {
        private Changing() {}

        public static void main(String[] arguments) throws Exception {
            var whole = Whole.open(Path.of(arguments[0]));
            var ada = new Caller(Caller.Kind.PERSON, "ada");
            var inFlight = new Semaphore(8);
            var token = new TrustMessage.MakeFirstToken("0".repeat(12), "0".repeat(64));
            whole.leader().submit(TRUST, token, Caller.SERVERS).join();
            long first = whole.leader().now().of(TRUST).audit().number() + 1;
            for (long i = first; ; i++) {
                long number = i;
                inFlight.acquire();
                var change = new TrustMessage.ApplyRole(role((int) i));
                var _ =
                        whole.leader()
                                .submit(TRUST, change, ada)
                                .thenAccept(applied -> {
                                    if (applied instanceof Applied.Done) System.out.println(number);
                                    inFlight.release();
                                });
            }
        }
    }

    @Test
    void eachChangeIsALineOnce() throws Exception {
        var random = new Random(7);
        long acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++)
            acknowledged = Math.max(acknowledged, changeAndKill(1 + random.nextInt(150)));
        assertTrue(acknowledged > ROUNDS, "only " + acknowledged);
        try (var whole = Whole.open(data)) {
            whole.files().force();
            var head = whole.leader().now().of(TRUST).audit();
            assertTrue(head.number() >= acknowledged, head.number() + " of " + acknowledged);
            var lines = AuditChain.lines(data);
            assertEquals(head.number() + " " + head.hash(), AuditChain.head(lines));
            var changes = lines.stream().filter(it -> it.contains("\"trust RoleApplied ")).toList();
            assertEquals(head.number() - 1, changes.size());
        }
    }

    /// The last number that the process has acknowledged before it was killed.
    private long changeAndKill(int lines) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Changing.class.getName(), data.toString()));
        var errors = data.resolveSibling(data.getFileName() + ".err").toFile();
        var process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(errors))
                        .start();
        long last = 0;
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i < lines; i++) {
                var line = out.readLine();
                if (line == null) break;
                last = Long.parseLong(line);
            }
            process.toHandle().destroyForcibly(); // that one leaves the pipe open
        } finally {
            process.destroyForcibly().onExit().get();
        }
        return last;
    }
}
