package dev.skerry.sim.trust;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.cluster.server.ClusterApi;
import dev.skerry.http.Admitted;
import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Namespace;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.Routes;
import dev.skerry.http.StateAt;
import dev.skerry.http.signing.SentSignatures;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Room;
import dev.skerry.server.http.Visit;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Promise;
import dev.skerry.sim.world.SimServer;
import dev.skerry.trust.issuer.Claims;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.server.AuditBook;
import dev.skerry.trust.server.TrustApi;
import dev.skerry.trust.server.TrustCallers;
import dev.skerry.trust.server.TrustMemory;
import dev.skerry.trust.server.TrustView;
import dev.skerry.trust.server.issuers.JwtKeys;
import dev.skerry.trust.server.issuers.KeysState;
import dev.skerry.trust.server.rates.RequestRates;
import dev.skerry.trust.server.signing.CommittedSigning;
import dev.skerry.trust.server.task.TaskProofs;
import dev.skerry.trust.state.Trust;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The routes of the rooms as the product has them, without sockets. Whoever asks is known by the
/// product's callers, and what he may is judged where it is judged in the product. Nobody waits for
/// a change: it comes back as what was asked of which room.
final class SimApi {
    private final TrustCallers callers;
    private final Routes routes;

    /// One request.
    ///
    /// @param path of the names in the route's path
    /// @param signed the signatures of the body; empty: there are none
    record TenantCall(
            Route route,
            Map<String, String> path,
            Map<String, String> query,
            String body,
            String signed) {}

    /// What comes of one.
    sealed interface Said {
        record Answered(int status, String text) implements Said {}

        /// A room is asked for a change, on behalf of that caller.
        record Wanted(Ask<?> ask, Caller caller) implements Said {}
    }

    /// In the place of waiting for it.
    private static final class Wanting extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Said.Wanted wanted;

        Wanting(Said.Wanted wanted) {
            super("a change is asked for", null, false, false);
            this.wanted = wanted;
        }
    }

    /// In the simulator issuers give tokens without a JWT: signatures are not its to try.
    private static final class NoKeys implements JwtKeys {
        @Override
        public String claimedUrl(String jwt) {
            throw new IllegalStateException("nobody shows JWTs here");
        }

        @Override
        public Claims signed(String jwt, Issuer issuer, long tickMs) {
            throw new IllegalStateException("nobody shows JWTs here");
        }

        @Override
        public @Nullable String wrong(String jwks) {
            return null;
        }

        @Override
        public void forget(String issuer) {}

        @Override
        public List<KeysState> states() {
            return List.of();
        }
    }

    SimApi(SimServer server) {
        var memory = TrustMemory.fresh();
        callers =
                new TrustCallers(
                        new Committed(server),
                        memory,
                        TaskProofs.NONE,
                        new RequestRates(RequestRates.RATE_MAX),
                        false);
        var cluster =
                ClusterApi.of(
                        new SimDoor<>(server, CLUSTER),
                        (_, _, _, _) -> {
                            throw new IllegalStateException("nobody reads streams here");
                        },
                        () -> {
                            throw new IllegalStateException("nobody makes join tokens here");
                        },
                        new CommittedSigning(() -> server.certain().of(TRUST), SimSigning::good));
        var trust =
                TrustApi.of(
                        new SimDoor<>(server, TRUST),
                        memory,
                        callers,
                        new NoKeys(),
                        AuditBook.EMPTY,
                        () -> List.of());
        routes = new Routes(List.of(cluster, trust));
    }

    List<Route> routes() {
        return routes.all();
    }

    Route route(String method, String path) {
        for (var route : routes.all())
            if (route.method().equals(method) && route.path().equals(path)) return route;
        throw new IllegalStateException("there is no route " + method + " " + path);
    }

    /// Whoever shows that token.
    ///
    /// @throws Declined when it is worth nothing
    Admitted admit(String token) throws Declined {
        var said = Map.of("authorization", "Bearer " + token);
        return callers.admit(InetAddress.getLoopbackAddress(), said);
    }

    /// Works a request through.
    Said ask(Admitted by, TenantCall call) {
        try {
            var visit = new Visit(call.route(), by);
            var reach = visit.reach();
            reach.admit(call.query().getOrDefault("namespace", Namespace.DEFAULT));
            var headers =
                    Map.of(
                            "content-type",
                            "application/yaml",
                            SentSignatures.HEADER,
                            call.signed());
            var body = new Answer.Body(call.body().getBytes(StandardCharsets.UTF_8));
            var request = new Request(by, reach, call.path(), call.query(), headers, body);
            var answer = call.route().handler().answer(request);
            if (visit.unjudged())
                throw new Broken(Promise.NOTHING_FAILS, call.route().path() + " judges nobody");
            return said(visit.answered(answer));
        } catch (Declined e) {
            return said(e.answer());
        } catch (Wanting e) {
            return e.wanted;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody waits here", e);
        }
    }

    private static Said said(Answer answer) {
        return switch (answer) {
            case Answer.Whole whole ->
                    new Said.Answered(
                            whole.status(),
                            new String(whole.body().bytes(), StandardCharsets.UTF_8));
            case Answer.Streamed _ -> throw new IllegalStateException("nobody reads streams here");
        };
    }

    private record Committed(SimServer server) implements TrustView {
        @Override
        public Trust trust() {
            return server.certain().of(TRUST);
        }

        @Override
        public Now time() {
            return server.now();
        }
    }

    private record SimDoor<S, M>(SimServer server, Room<S, M, ?, ?> room) implements Door<S, M> {
        @Override
        public long submit(M message, Caller caller) {
            throw new Wanting(new Said.Wanted(new Ask<>(room, message), caller));
        }

        @Override
        public StateAt<S> now() {
            return new StateAt<>(server.index(), server.certain().of(room));
        }

        @Override
        public StateAt<S> awaitNewer(long index, Duration timeout) {
            return now();
        }

        @Override
        public Now time() {
            return server.now();
        }

        @Override
        public boolean leads() {
            return server.up();
        }
    }
}
