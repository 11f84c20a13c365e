package dev.skerry.trust.server;

import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.http.Answer;
import dev.skerry.http.Door;
import dev.skerry.http.JsonAnswers;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.codec.TrustCodec;
import dev.skerry.trust.server.issuers.AppliedIssuers;
import dev.skerry.trust.server.issuers.JwtKeys;
import dev.skerry.trust.server.issuers.JwtLogin;
import dev.skerry.trust.server.roles.AppliedRoles;
import dev.skerry.trust.server.roles.RoleTrials;
import dev.skerry.trust.server.signing.AppliedSigningRules;
import dev.skerry.trust.state.Trust;
import dev.skerry.yaml.NamedFile;
import dev.skerry.yaml.NamedFileRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What this room answers over HTTP, and what of it callers have rights to.
public final class TrustApi {
    static final Thing TOKENS = Thing.ofTheFleet(TRUST.name(), "tokens");
    static final Thing ROLES = Thing.ofTheFleet(TRUST.name(), "roles");
    static final Thing ISSUERS = Thing.ofTheFleet(TRUST.name(), "issuers");
    static final Thing SIGNING = Thing.ofTheFleet(TRUST.name(), "signing");
    static final Thing AUDIT = Thing.ofTheFleet(TRUST.name(), "audit");

    /// How the values of this room are written.
    static final JsonAnswers JSON = new JsonAnswers(TrustCodec::of);

    private TrustApi() {}

    /// @param things all that rights can be about, in all rooms: `cluster/jobs`
    public static RoomApi of(
            Door<Trust, TrustMessage> door,
            TrustMemory memory,
            TrustCallers callers,
            JwtKeys keys,
            AuditBook book,
            Supplier<List<String>> things) {
        var jwts = new JwtLogin(door, keys);
        var routes = new ArrayList<Route>();
        routes.addAll(new TokenRoutes(door, memory).routes());
        routes.addAll(files(door, new AppliedRoles(things), ROLES));
        routes.add(new RoleTrials(door, ROLES, JSON).route());
        routes.addAll(files(door, new AppliedIssuers(keys, door::time), ISSUERS));
        routes.addAll(files(door, new AppliedSigningRules(), SIGNING));
        routes.addAll(new SessionRoutes(door, memory, callers, jwts).routes());
        routes.addAll(new AuditRoutes(door, book).routes());
        return RoomApi.beside(TrustApi.class, routes);
    }

    private static List<Route> files(
            Door<Trust, TrustMessage> door, NamedFile<Trust, TrustMessage, ?> of, Thing thing) {
        return new NamedFileRoutes<>(door, of, thing, JSON).all();
    }

    /// An answer that nobody on its way keeps.
    static Answer secret(Object value) {
        return JSON.of(value).with("Cache-Control", "no-store");
    }
}
