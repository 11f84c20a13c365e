package dev.skerry.server.trust;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.http.Admitted;
import dev.skerry.http.Callers;
import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.http.signing.Signing;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.trust.jwt.NimbusKeys;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.codec.SavedTrust;
import dev.skerry.trust.server.AuditBook;
import dev.skerry.trust.server.TrustApi;
import dev.skerry.trust.server.TrustCallers;
import dev.skerry.trust.server.TrustEvents;
import dev.skerry.trust.server.TrustFigures;
import dev.skerry.trust.server.TrustMemory;
import dev.skerry.trust.server.TrustView;
import dev.skerry.trust.server.issuers.JwtKeys;
import dev.skerry.trust.server.rates.RequestRates;
import dev.skerry.trust.server.signing.CommittedSigning;
import dev.skerry.trust.server.signing.SignatureCheck;
import dev.skerry.trust.server.task.TaskProofs;
import dev.skerry.trust.state.Trust;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Tokens, roles, issuers and signing rules on one server: it is the room that says who calls, and
/// who has to sign what. Nodes know nothing of it.
public final class TrustServerRoom implements ServerRoom {
    private final TrustMemory memory = TrustMemory.fresh();
    private final Duration notedEvery;
    private final JwtKeys keys = NimbusKeys.reading();
    private AuditBook book = AuditBook.EMPTY;
    private volatile List<String> things = List.of();

    public TrustServerRoom() {
        this(AuditNotes.EVERY);
    }

    /// @param notedEvery so often it is noted which requests were refused
    TrustServerRoom(Duration notedEvery) {
        this.notedEvery = notedEvery;
    }

    @Override
    public Saved<?> saved() {
        return new SavedTrust();
    }

    @Override
    public AutoCloseable open(ServerParts server) {
        FirstToken.makeWhenLeading(server, memory.random());
        return new AuditNotes(server, memory.refusals(), notedEvery).start();
    }

    @Override
    public Beside beside(ServerSettings settings, ServerClock clock) throws IOException {
        var files = AuditFiles.open(settings.data(), clock);
        book = files;
        return new Following(files, keys);
    }

    /// The audit is told of everything, and the keys of an issuer of what ends them: before anybody
    /// can see that it is another, or there again.
    private record Following(Beside audit, JwtKeys keys) implements Beside {
        @Override
        public void loaded(House saved) {
            audit.loaded(saved);
        }

        @Override
        public void committed(House before, Batch batch) {
            for (var fact : batch.facts(TRUST)) {
                if (fact instanceof TrustFact.IssuerApplied(var issuer)) keys.forget(issuer.name());
                if (fact instanceof TrustFact.IssuerDeleted(var name)) keys.forget(name);
            }
            audit.committed(before, batch);
        }

        @Override
        public void force() throws IOException {
            audit.force();
        }

        @Override
        public void close() throws IOException {
            audit.close();
        }
    }

    @Override
    public List<Event> events(Batch batch, House before, House after) {
        return TrustEvents.of(batch.facts(TRUST), before.of(TRUST));
    }

    @Override
    public void figures(House house, Now now, Admitted reader, PrometheusText to) {
        TrustFigures.write(house.of(TRUST), memory, reader, to);
        TrustFigures.issuers(house.of(TRUST), keys.states(), now.tickMs(), reader, to);
    }

    @Override
    public Callers callers(ServerParts server) {
        return known(server);
    }

    @Override
    public Signing signing(ServerParts server) {
        return new CommittedSigning(new Committed(server)::trust, SignatureCheck::byAlgorithm);
    }

    @Override
    public RoomApi api(ServerParts server, Doors doors) {
        return TrustApi.of(doors.to(TRUST), memory, known(server), keys, book, () -> things);
    }

    @Override
    public void things(List<String> all) {
        things = all;
    }

    private TrustCallers known(ServerParts server) {
        var settings = server.settings();
        return new TrustCallers(
                new Committed(server),
                memory,
                tasks(server),
                new RequestRates(settings.trust().requestsPerSecond()),
                settings.http().secure());
    }

    private static TaskProofs tasks(ServerParts server) {
        return new NodeProofs(
                server.authority(),
                () -> server.leader().now().of(CLUSTER),
                () -> server.clock().now().wallMs());
    }

    private record Committed(ServerParts server) implements TrustView {
        @Override
        public Trust trust() {
            return server.leader().now().of(TRUST);
        }

        @Override
        public Now time() {
            return server.clock().now();
        }
    }
}
