package dev.skerry.bench.faults;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.bench.history.Linearity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Three servers as processes of their own in networks of their own, once of each kind: the short
/// form of `./skerry bench faults`. It needs root, iproute2 and nftables.
class ServerFaultsTest {
    private static final Trial.Plan ONCE = times(1);
    private static final Trial.Plan TWICE = times(2);

    private static final List<String> PROGRAM =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin/java") + "",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "-Xmx160m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.skerry.server.ServerMain");

    private static Trial.Plan times(int rounds) {
        return new Trial.Plan(
                300, rounds, Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofMillis(30));
    }

    @Test
    void whatClientsAreToldIsSo() throws Exception {
        try (var cell = new ServerCell(PROGRAM, new ServerCell.Options(true, false))) {
            holds(cell, Fault.KILLED, ONCE);
            holds(cell, Fault.STOPPED, ONCE);
            holds(cell, Fault.LEADER_CUT_OFF, ONCE);
            holds(cell, Fault.FOLLOWER_CUT_OFF, ONCE);
            holds(cell, Fault.ONE_WAY, ONCE);
            holds(cell, Fault.FULL_DISK, TWICE); // of another server, and of the one that leads
            for (var kind : Planted.Kind.values()) {
                var verdict = Trial.planted(cell, kind, 200);
                assertInstanceOf(Linearity.Verdict.Breaks.class, verdict, kind::toString);
            }
        }
    }

    @Test
    void whatTheyAreToldOverSlowWaysIsSo() throws Exception {
        try (var cell = new ServerCell(PROGRAM, new ServerCell.Options(false, true))) {
            holds(cell, Fault.SLOW, TWICE); // slow, and slower than a leader is waited for
        }
    }

    private static void holds(ServerCell cell, Fault fault, Trial.Plan plan) throws Exception {
        var found = Trial.run(cell, fault, plan);
        System.out.println(found);
        assertTrue(found.operations() >= plan.operationsMin(), found::toString);
        assertTrue(found.good(), found::toString);
    }
}
