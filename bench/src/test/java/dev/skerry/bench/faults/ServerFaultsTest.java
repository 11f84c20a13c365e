package dev.skerry.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.bench.history.Linearity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Three servers as processes of their own in networks of their own, once of each kind: the short
/// form of `./skerry bench faults`. It needs root, iproute2 and nftables.
class ServerFaultsTest {
    private static final Trial.Plan ONCE =
            new Trial.Plan(
                    300, 1, Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofMillis(30));

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

    @Test
    void whatClientsAreToldIsSo() throws Exception {
        try (var cell = new ServerCell(PROGRAM, new ServerCell.Options(true, false))) {
            var bad = new ArrayList<String>();
            for (var fault :
                    List.of(Fault.KILLED, Fault.STOPPED, Fault.LEADER_CUT_OFF, Fault.FULL_DISK)) {
                var found = Trial.run(cell, fault, ONCE);
                assertTrue(found.operations() >= ONCE.operationsMin(), found::toString);
                System.out.println(found);
                if (!found.good()) bad.add(found.toString());
            }
            assertEquals("", String.join("\n", bad));
            for (var kind : Planted.Kind.values()) {
                var verdict = Trial.planted(cell, kind, 200);
                assertInstanceOf(Linearity.Verdict.Breaks.class, verdict, kind::toString);
            }
        }
    }
}
