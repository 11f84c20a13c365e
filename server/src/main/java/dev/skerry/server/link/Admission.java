package dev.skerry.server.link;

import dev.skerry.server.strangers.LastUsed;
import dev.skerry.server.strangers.Places;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Who may begin to talk on the link. Whoever has not said who he is has a place among a few
/// hundred; addresses from which a known node has come lately have places of their own, so that
/// strangers, from however many addresses, do not keep out who was there before. Links that stand
/// need none.
final class Admission {
    static final int STRANGERS_MAX = 512;

    /// Of one address. A whole site can stand behind one: it gets in little by little.
    static final int STRANGERS_OF_ADDRESS_MAX = STRANGERS_MAX / 4;

    static final int FAMILIAR_MAX = 1_024;
    static final int FAMILIAR_OF_ADDRESS_MAX = FAMILIAR_MAX / 4;

    /// Addresses that are remembered, those that were heard of last.
    static final int REMEMBERED_MAX = 16_384;

    private final Places strangers = new Places(STRANGERS_MAX, STRANGERS_OF_ADDRESS_MAX);
    private final Places familiar = new Places(FAMILIAR_MAX, FAMILIAR_OF_ADDRESS_MAX);
    private final LastUsed<InetAddress, Boolean> lately = new LastUsed<>(REMEMBERED_MAX);

    /// Taken until it is left; leaving it twice is leaving it once.
    static final class WayIn {
        private final Places from;
        private final InetAddress address;
        private final AtomicBoolean left = new AtomicBoolean();

        private WayIn(Places from, InetAddress address) {
            this.from = from;
            this.address = address;
        }

        void leave() {
            if (left.compareAndSet(false, true)) from.giveBack(address);
        }
    }

    /// Null: there is none for this address now.
    @Nullable WayIn enter(InetAddress address) {
        if (known(address) && familiar.take(address)) return new WayIn(familiar, address);
        return strangers.take(address) ? new WayIn(strangers, address) : null;
    }

    /// A node of ours has come from there.
    void remember(InetAddress address) {
        lately.put(Places.owner(address), true);
    }

    private boolean known(InetAddress address) {
        return lately.get(Places.owner(address)) != null;
    }
}
