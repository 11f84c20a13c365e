package dev.skerry.server.trust;

import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.server.ServerRoom.Beside;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.state.AccessToken;
import java.util.ArrayList;
import java.util.List;

/// A log of which each entry is one act of a person, for what is kept beside it.
final class AuditLog {
    static final long DAY_MS = 24 * 3_600_000L;

    /// 2026-09-21, noon.
    static final long NOON_MS = 1_789_992_000_000L;

    private static final Caller ADA =
            new Caller(Caller.Kind.PERSON, "ada", "0123456789ab", "192.0.2.7");

    private final List<Batch> entries = new ArrayList<>();
    private final List<House> houses = new ArrayList<>(List.of(House.of(List.of(TRUST))));

    /// One more entry, at that time.
    AuditLog add(long wallMs) {
        return add(wallMs, "t" + entries.size());
    }

    AuditLog add(long wallMs, String name) {
        var token = new AccessToken(name, name, "", List.of("admin"), 0, 60_000, 60_000);
        return add(ADA, wallMs, new TrustFact.TokenCreated(token));
    }

    /// The lines up to that one are let go.
    AuditLog letGo(int number) {
        var heads = houses.stream().map(it -> it.of(TRUST).audit());
        var upTo = heads.filter(it -> it.number() == number).findFirst().orElseThrow();
        return add(Caller.SERVERS, NOON_MS, new TrustFact.AuditLetGo(upTo));
    }

    private AuditLog add(Caller by, long wallMs, TrustFact fact) {
        var acts = List.of(new Act(by, wallMs, List.of(TRUST.told(fact))));
        var batch = new Batch(1, entries.size() + 1, acts);
        entries.add(batch);
        houses.add(houses.getLast().after(batch));
        return this;
    }

    int size() {
        return entries.size();
    }

    /// The state after so many entries.
    House house(int entry) {
        return houses.get(entry);
    }

    /// Tells the entries behind that one, up to and with another.
    void tell(int from, int to, Beside beside) {
        for (int i = from; i < to; i++) beside.committed(houses.get(i), entries.get(i));
    }

    void tell(Beside beside) {
        tell(0, entries.size(), beside);
    }
}
