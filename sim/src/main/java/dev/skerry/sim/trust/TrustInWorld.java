package dev.skerry.sim.trust;

import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.server.ServerRoom.Beside;
import dev.skerry.sim.trust.SimAudit.SimAuditFile;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.Promise;
import dev.skerry.sim.world.SimPeer;
import dev.skerry.sim.world.SimRoom;
import dev.skerry.sim.world.SimServer;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.audit.TurnedAway;
import dev.skerry.trust.codec.SavedTrust;
import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.SigningAlgorithm;
import dev.skerry.trust.policy.Capability;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.policy.Level;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleRule;
import dev.skerry.trust.state.Trust;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tokens, roles and issuers in a history: people make and revoke them, log in on the word of
/// issuers that others change at that moment, and come with tokens that others revoke. Others say
/// what has to be signed. Whatever any person changes, in any room, is in the audit once.
public class TrustInWorld implements SimRoom {
    public static final Maker MAKER = new Maker(new SavedTrust(), TrustInWorld::new);

    static final Promise REVOKED =
            new Promise("whoever came with a token that is gone changes nothing any more");

    static final Promise FIRST = new Promise("the first token is made once");
    static final Promise KEPT =
            new Promise("a token is there until it is revoked or its time is over");
    static final Promise ROLES = new Promise("whatever role a token has, there is one");
    static final Promise GIVEN =
            new Promise("what was given on the word of an issuer is there as long as that one is");

    private static final long LIFE_MS = 60_000;
    private static final long HEALS_WITHIN_MS = 5_000;

    private final Happenings events;
    private final SimServer server;
    private final Tenants tenants;
    private final AuditInWorld audit;
    private final SimSigning signing;

    private final List<Issuer> seenIssuers = new ArrayList<>();

    private int names;

    /// Ids of tokens that there were at some time.
    private final List<String> seen = new ArrayList<>();

    /// The issuer, as it was, on whose word somebody has asked for a token, by the token's id.
    private final Map<String, Issuer> givenBy = new HashMap<>();

    protected TrustInWorld(Scene scene) {
        events = scene.events();
        server = scene.server();
        tenants = new Tenants(events, server);
        audit = new AuditInWorld(events, server);
        signing = new SimSigning(events);
    }

    @Override
    public Beside beside(SimPeer of) {
        return audit.begin(of, audit(audit.file(of)));
    }

    /// That of a process that starts.
    SimAudit audit(SimAuditFile on) {
        return new SimAudit(on);
    }

    @Override
    public void act() {
        if (!server.has(TRUST)) return;
        var trust = server.certain().of(TRUST);
        if (!trust.firstMade()) {
            server.submit(TRUST, makeFirst(), Caller.SERVERS, _ -> {});
            return;
        }
        if (events.chance(60)) tenants.act();
        if (events.chance(25)) audit.keep();
        switch (events.dice.nextInt(12)) {
            case 0, 1, 2, 3 -> create();
            case 4 -> revoke(trust.tokens().keys().stream().sorted().toList());
            case 5 -> apply();
            case 6 -> submit(new TrustMessage.DeleteRole("r" + events.dice.nextInt(3)));
            case 7 -> server.submit(TRUST, refused(), Caller.SERVERS, _ -> {});
            case 8 -> issuer();
            case 9, 10 -> signing();
            default -> give(List.copyOf(trust.issuers().values()));
        }
    }

    private TrustMessage makeFirst() {
        return new TrustMessage.MakeFirstToken(id(), hash());
    }

    private String id() {
        return "%012x".formatted(events.dice.nextLong() & 0xffff_ffff_ffffL);
    }

    private static String hash() {
        return "5".repeat(64);
    }

    private void create() {
        var name = "t" + ++names;
        var roles = List.of("reader", events.chance(30) ? "r1" : "admin");
        var message = new TrustMessage.CreateToken(id(), name, hash(), roles, LIFE_MS);
        events.say("somebody makes the token " + name);
        server.submit(TRUST, message, anybody(), audit.asks(name));
    }

    private void revoke(List<String> ids) {
        if (ids.isEmpty()) return;
        var id = ids.get(events.dice.nextInt(ids.size()));
        events.say("somebody revokes " + id);
        submit(new TrustMessage.RevokeToken(id));
        if (events.chance(20)) server.depose();
    }

    private void apply() {
        var read = new Capability(Level.READ, Glob.ALL, Glob.ALL);
        var rule = new RoleRule(events.chance(50), List.of(read), List.of(), List.of());
        submit(
                new TrustMessage.ApplyRole(
                        Role.ofTokens("r" + events.dice.nextInt(3), "", List.of(rule))));
    }

    /// One of two comes, changes or goes.
    private void issuer() {
        var name = "i" + events.dice.nextInt(2);
        if (events.chance(30)) {
            events.say("somebody deletes the issuer " + name);
            submit(new TrustMessage.DeleteIssuer(name));
            return;
        }
        var rule = new ClaimRule("sub", events.chance(50) ? "*" : "ada", "reader");
        var issuer =
                new Issuer(
                        name,
                        "https://" + name + ".example.org",
                        "skerry",
                        new KeySource.Discovered(),
                        SigningAlgorithm.USUAL,
                        Issuer.TTL_DEFAULT_MS,
                        Issuer.SUBJECT_DEFAULT,
                        List.of(rule));
        events.say("somebody applies the issuer " + name);
        submit(new TrustMessage.ApplyIssuer(issuer));
    }

    private void signing() {
        var message = signing.rule();
        events.say("somebody changes what has to be signed: " + message);
        submit(message);
        if (events.chance(20)) server.depose();
    }

    /// Somebody logs in on the word of an issuer as it is, or as it was a while ago.
    private void give(List<Issuer> issuers) {
        for (var each : issuers) if (!seenIssuers.contains(each)) seenIssuers.add(each);
        if (seenIssuers.isEmpty()) return;
        var issuer = seenIssuers.get(events.dice.nextInt(seenIssuers.size()));
        var name = issuer.name() + "/ada";
        var caller = new Caller(Caller.Kind.PERSON, name, "", "192.0.2.8");
        var id = id();
        givenBy.put(id, issuer);
        var message =
                new TrustMessage.GiveToken(id, hash(), name, issuer, List.of("reader"), LIFE_MS);
        events.say(name + " logs in");
        server.submit(TRUST, message, caller, _ -> {});
    }

    /// A token is there that an issuer has caused which is gone, or was another then.
    private void checkGiven(Trust trust) {
        for (var token : trust.tokens().values()) {
            var name = token.issuer();
            if (name == null) continue;
            if (!Objects.equals(givenBy.get(token.id()), trust.issuers().find(name)))
                throw new Broken(GIVEN, token + " is there, and " + name + " is not, or changed");
        }
    }

    private static TrustMessage refused() {
        var one = new TurnedAway("person", "", "192.0.2.9", "GET", "/v1/jobs", 401, 3);
        return new TrustMessage.NoteRefusals(List.of(one), 0);
    }

    private void submit(TrustMessage message) {
        server.submit(TRUST, message, anybody(), _ -> {});
    }

    /// With a token of those that there are, or were a while ago.
    private Caller anybody() {
        var ids = server.certain().of(TRUST).tokens().keys().stream().sorted().toList();
        for (var id : ids) if (!seen.contains(id)) seen.add(id);
        var among = ids.isEmpty() || events.chance(20) ? seen : ids;
        var by = among.isEmpty() ? "" : among.get(events.dice.nextInt(among.size()));
        return new Caller(Caller.Kind.PERSON, "ada", by, "192.0.2.7");
    }

    /// Another leader has something to note as well.
    @Override
    public @Nullable Ask<?> askedOfAnother() {
        return new Ask<>(TRUST, events.chance(50) ? refused() : makeFirst());
    }

    @Override
    public void committed(Batch batch, House before, House after) {
        var house = before;
        long tickMs = server.decidedTickMs(batch);
        for (var act : batch.acts()) {
            var trust = house.of(TRUST);
            var by = act.caller().by();
            boolean task = act.caller().kind() == Caller.Kind.TASK; // by its allocation
            if (!task && !by.isEmpty() && !good(trust, by, act.wallMs()))
                throw new Broken(REVOKED, act.caller() + " with " + by + " has " + act.facts());
            for (var told : act.facts()) {
                var fact = told.fact(TrustFact.class);
                if (fact != null) changes(fact, trust, act.wallMs());
            }
            SimSigning.check(act, trust);
            house = house.after(act);
            var next = house.of(TRUST);
            checkGiven(next);
            audit.committed(trust, act, next, tickMs);
        }
        if (!house.of(TRUST).equals(after.of(TRUST)))
            throw new Broken(Promise.SAVED, "what was promised is not what became of it");
    }

    /// Whether it was there when that was decided, and its time was not over.
    private static boolean good(Trust trust, String id, long wallMs) {
        var token = trust.tokens().find(id);
        return token != null && wallMs < token.expiresWallMs();
    }

    private void changes(TrustFact fact, Trust before, long wallMs) {
        switch (fact) {
            case TrustFact.FirstTokenMade(var token) -> {
                if (before.firstMade()) throw new Broken(FIRST, token + " is another");
            }
            case TrustFact.TokensForgotten(var ids) -> {
                long tickMs = server.shownTickMs();
                for (var id : ids) {
                    var token = before.tokens().find(id);
                    if (token != null && token.expiresTickMs() > tickMs)
                        throw new Broken(KEPT, token + " is forgotten");
                }
            }
            case TrustFact.RoleDeleted(var name) -> {
                for (var id : before.tokens().keys())
                    if (inUse(id, name, before, wallMs))
                        throw new Broken(ROLES, "%s has %s".formatted(id, name));
            }
            case TrustFact.FirstTokenAllowed _,
                    TrustFact.TokenCreated _,
                    TrustFact.TokenGiven _,
                    TrustFact.TokenRevoked _,
                    TrustFact.RoleApplied _,
                    TrustFact.IssuerApplied _,
                    TrustFact.IssuerDeleted _,
                    TrustFact.SigningRuleApplied _,
                    TrustFact.SigningRuleDeleted _,
                    TrustFact.AuditMarked _,
                    TrustFact.AuditLetGo _,
                    TrustFact.RefusalsNoted _ -> {}
        }
    }

    private boolean inUse(String id, String role, Trust trust, long wallMs) {
        var token = trust.tokens().find(id);
        return token != null
                && token.expiresTickMs() > server.shownTickMs()
                && good(trust, id, wallMs)
                && token.roles().contains(role);
    }

    @Override
    public void restored(SimPeer of, House house) {
        audit.restored(of);
    }

    @Override
    public void down(SimPeer of) {
        audit.down(of);
    }

    @Override
    public @Nullable String difference(House was, House is) {
        var before = was.of(TRUST);
        var after = is.of(TRUST);
        return before.equals(after) ? null : "trust: " + before.audit() + ", " + after.audit();
    }

    @Override
    public @Nullable String missing() {
        audit.check();
        return null;
    }

    @Override
    public long healsWithinMs() {
        return HEALS_WITHIN_MS;
    }
}
