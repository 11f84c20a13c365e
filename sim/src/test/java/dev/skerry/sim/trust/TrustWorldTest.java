package dev.skerry.sim.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.sim.cluster.ClusterInWorld;
import dev.skerry.sim.trust.SimAudit.SimAuditFile;
import dev.skerry.sim.world.SimRoom;
import dev.skerry.sim.world.World;
import dev.skerry.trust.codec.SavedTrust;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Planted faults of the audit are noticed.
class TrustWorldTest {
    private static final int SEEDS = 40;

    /// How many histories break their promises.
    private static int broken(SimRoom.Maker trust, String how) {
        int count = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            var rooms = List.of(ClusterInWorld.MAKER, trust);
            var result = World.run(seed, rooms, World.WorldSettings.QUIET);
            if (result.broken().isEmpty()) continue;
            assertTrue(result.broken().contains(how), result.broken());
            count++;
        }
        return count;
    }

    @Test
    void theAuditHolds() {
        assertEquals(0, broken(TrustInWorld.MAKER, ""));
    }

    /// A state is saved while lines behind it are in no file yet.
    @Test
    void oneThatForcesNothingBeforeAStateIsSavedIsNoticed() {
        var forgetful = new SimRoom.Maker(new SavedTrust(), Forgetful::new);
        assertTrue(broken(forgetful, "is in the audit, once, in an unbroken chain") > 0);
    }

    private static final class Forgetful extends TrustInWorld {
        Forgetful(Scene scene) {
            super(scene);
        }

        @Override
        SimAudit audit(SimAuditFile on) {
            return new SimAudit(on) {
                @Override
                public void force() {}
            };
        }
    }

    /// Each start begins another file.
    @Test
    void oneThatLosesItsFileIsNoticed() {
        var loses = new SimRoom.Maker(new SavedTrust(), Loses::new);
        assertTrue(broken(loses, "is in the audit, once, in an unbroken chain") > 0);
    }

    private static final class Loses extends TrustInWorld {
        Loses(Scene scene) {
            super(scene);
        }

        @Override
        SimAudit audit(SimAuditFile on) {
            return new SimAudit(new SimAuditFile());
        }
    }
}
