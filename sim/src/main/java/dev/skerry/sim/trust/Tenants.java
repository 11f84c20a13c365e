package dev.skerry.sim.trust;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.http.Admitted;
import dev.skerry.http.Declined;
import dev.skerry.http.Need;
import dev.skerry.http.Route;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Caller;
import dev.skerry.sim.cluster.random.RandomQuotas;
import dev.skerry.sim.trust.SimApi.Said;
import dev.skerry.sim.trust.SimApi.TenantCall;
import dev.skerry.sim.trust.SimSigning.SignedFile;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.Promise;
import dev.skerry.sim.world.SimServer;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.server.TokenText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Two who share a fleet, each with a namespace of his own: they read whatever there is to read,
/// and ask for what they may not, with tokens that are revoked meanwhile. Whatever is in a
/// namespace has its mark.
final class Tenants {
    static final Promise OWN = new Promise("nobody is shown what is another's");
    static final Promise WITHIN = new Promise("nobody changes anything where he has no right");

    private static final long LIFE_MS = 90_000;
    private static final int JOBS = 2;

    /// How long a request that was let in may wait until it is decided.
    private static final long LATE_MAX_MS = 3_000;

    private final Happenings events;
    private final SimServer server;
    private final SimApi api;
    private final SimSigning signing;
    private final List<Route> reads;
    private final List<Tenant> all =
            List.of(
                    new Tenant(RandomQuotas.SHOP, RandomQuotas.LAB),
                    new Tenant(RandomQuotas.LAB, RandomQuotas.SHOP));

    Tenants(Happenings events, SimServer server) {
        this.events = events;
        this.server = server;
        api = new SimApi(server);
        signing = new SimSigning(events);
        reads =
                api.routes().stream()
                        .filter(route -> route.method().equals("GET"))
                        .filter(route -> !(route.need() instanceof Need.Nothing))
                        .filter(route -> route.gives().equals(Route.JSON))
                        .toList();
    }

    void act() {
        if (!server.up() || !server.has(TRUST)) return;
        var tenant = all.get(events.dice.nextInt(all.size()));
        var token = tenant.token;
        if (token == null || events.chance(lives(token) ? 3 : 20)) {
            enter(tenant);
            return;
        }
        switch (events.dice.nextInt(8)) {
            case 0 -> revoke(token);
            case 1 -> writes(tenant, token, "POST", "/v1/jobs");
            case 2 -> writes(tenant, token, "DELETE", "/v1/jobs/{name}");
            default -> reads(tenant, token);
        }
    }

    /// Whether it is worth something: seen here by itself, not by what the product makes of it.
    private boolean lives(TokenText text) {
        var token = server.certain().of(TRUST).tokens().find(text.id());
        var now = server.now();
        return token != null
                && now.tickMs() < token.expiresTickMs()
                && now.wallMs() < token.expiresWallMs();
    }

    /// He gets a role, or the same in other words, and a token.
    private void enter(Tenant tenant) {
        var role = tenant.role(events.chance(50), events.chance(50));
        var secret =
                "%016x%016x%016x"
                        .formatted(
                                events.dice.nextLong(),
                                events.dice.nextLong(),
                                events.dice.nextLong())
                        .substring(0, 43);
        var id = "%012x".formatted(events.dice.nextLong() & 0xffff_ffff_ffffL);
        var text = TokenText.parse("skerry_" + id + "_" + secret);
        if (text == null) throw new IllegalStateException("no token looks so");
        submit(new TrustMessage.ApplyRole(role), _ -> {});
        var create =
                new TrustMessage.CreateToken(
                        id, tenant.tokenName(), text.hash(), List.of(role.name()), LIFE_MS);
        submit(
                create,
                outcome -> {
                    if (!(outcome instanceof SimServer.Verdict.Done)) return;
                    tenant.token = text;
                    tenant.page = null;
                });
    }

    private void submit(TrustMessage message, SimServer.Asker then) {
        server.submit(TRUST, message, Caller.SERVERS, then);
    }

    /// And who leads may be another at that moment.
    private void revoke(TokenText token) {
        events.say("the token of a tenant is revoked: " + token.id());
        submit(new TrustMessage.RevokeToken(token.id()), _ -> {});
        if (events.chance(40)) server.depose();
    }

    /// As a new request, or on a page that was open before.
    private @Nullable Admitted admitted(Tenant tenant, TokenText token) {
        var page = tenant.page;
        if (page != null && events.chance(50)) return page;
        try {
            var admitted = api.admit(token.text());
            if (!lives(token))
                throw new Broken(TrustInWorld.REVOKED, token.id() + " is gone and lets in");
            tenant.page = admitted;
            return admitted;
        } catch (Declined e) {
            if (lives(token))
                throw new Broken(WITHIN, "a right token is refused: " + e.getMessage());
            return null;
        }
    }

    private void reads(Tenant tenant, TokenText token) {
        var by = admitted(tenant, token);
        if (by == null) return;
        var route = reads.get(events.dice.nextInt(reads.size()));
        var call = new TenantCall(route, path(route), query(route), "", "");
        if (!(api.ask(by, call) instanceof Said.Answered(int status, var text)))
            throw new Broken(WITHIN, route.path() + " changes something");
        if (status < 300 && !lives(token))
            throw new Broken(
                    TrustInWorld.REVOKED, "%s is read with %s".formatted(route.path(), token.id()));
        if (status < 300 && route.path().startsWith("/v1/nodes") && text.contains("\"n-0"))
            throw new Broken(OWN, tenant.namespace + " sees nodes, and has a right in no pool");
        var rest = text;
        for (var word : call.path().values()) rest = rest.replace(word, "");
        for (var word : call.query().values()) rest = rest.replace(word, "");
        if (rest.contains(tenant.foreignMark()))
            throw new Broken(
                    OWN,
                    "%s is shown at %s %s %s: %s"
                            .formatted(
                                    tenant.namespace,
                                    route.path(),
                                    call.path(),
                                    call.query(),
                                    text));
    }

    private Map<String, String> path(Route route) {
        var path = route.path();
        if (!path.contains("{name}")) return Map.of();
        var cluster = server.certain().of(CLUSTER);
        List<String> names;
        if (path.startsWith("/v1/jobs/"))
            names = cluster.jobs().keys().stream().map(it -> it.name()).toList();
        else if (path.startsWith("/v1/allocations/"))
            names = cluster.allocations().keys().stream().toList();
        else if (path.startsWith("/v1/nodes/")) names = cluster.nodes().keys().stream().toList();
        else if (path.startsWith("/v1/namespaces/"))
            names = List.of(RandomQuotas.SHOP, RandomQuotas.LAB, "default");
        else names = List.of("r1");
        if (names.isEmpty()) return Map.of("name", "none");
        var sorted = names.stream().sorted().toList();
        return Map.of("name", sorted.get(events.dice.nextInt(sorted.size())));
    }

    private Map<String, String> query(Route route) {
        var query = new HashMap<String, String>();
        boolean named =
                route.need() instanceof Need.Right right
                        && (right.where() == Need.Where.IN_THE_QUERY
                                || route.path().equals("/v1/jobs")
                                || route.path().equals("/v1/allocations"));
        if (named && events.chance(80))
            query.put("namespace", events.one(RandomQuotas.SHOP, RandomQuotas.LAB, "*"));
        return query;
    }

    /// What is asked for is decided a while later: what let him in may be gone by then.
    private void writes(Tenant tenant, TokenText token, String method, String path) {
        var by = admitted(tenant, token);
        if (by == null) return;
        var in = events.chance(75) ? tenant.namespace : tenant.foreign;
        int number = events.dice.nextInt(JOBS);
        boolean sends = method.equals("POST");
        var text = sends ? tenant.job(number, in, events.dice.nextInt(3)) : "";
        var file = sends ? signing.sent(text) : new SignedFile("", "", List.of());
        var call =
                new TenantCall(
                        api.route(method, path),
                        sends ? Map.of() : Map.of("name", tenant.jobName(number)),
                        sends ? Map.of() : Map.of("namespace", in),
                        file.text(),
                        file.header());
        if (!(api.ask(by, call) instanceof Said.Wanted(var ask, var caller))) {
            if (lives(token) && in.equals(tenant.namespace))
                throw new Broken(WITHIN, tenant.namespace + " may do nothing with his own jobs");
            return;
        }
        if (!lives(token))
            throw new Broken(TrustInWorld.REVOKED, token.id() + " is gone and changes something");
        if (!namespace(ask.message()).equals(tenant.namespace))
            throw new Broken(WITHIN, "%s asks for %s".formatted(tenant.namespace, ask.message()));
        SimSigning.look(file, ask.message());
        events.say("a tenant of %s asks for %s %s".formatted(tenant.namespace, method, path));
        events.soon(0, LATE_MAX_MS, () -> submit(ask, caller));
    }

    private static String namespace(Object message) {
        return switch (message) {
            case ClusterMessage.SubmitJob(var spec, _, _, _) -> spec.key().namespace();
            case ClusterMessage.StopJob(var key, _) -> key.namespace();
            default -> throw new IllegalStateException("nobody has asked for " + message);
        };
    }

    private <M> void submit(Ask<M> ask, Caller caller) {
        server.submit(ask.room(), ask.message(), caller, _ -> {});
    }
}
