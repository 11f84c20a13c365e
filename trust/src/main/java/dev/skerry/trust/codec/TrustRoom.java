package dev.skerry.trust.codec;

import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Room;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.TrustMachine;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.state.Trust;

/// Callers and signing rules, as a room of the servers.
public final class TrustRoom {
    public static final Room<Trust, TrustMessage, TrustFact, NoEffect> TRUST =
            new Room<>("trust", new TrustMachine(), TrustCodec.TRUST_FACT);

    private TrustRoom() {}
}
