package dev.skerry.sim.servers;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.servers.ServersFact;
import dev.skerry.servers.ServersMessage;
import dev.skerry.servers.codec.SavedServers;
import dev.skerry.servers.decide.MemberDecisions;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.Servers;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.Promise;
import dev.skerry.sim.world.SimRoom;
import dev.skerry.sim.world.SimServer;
import dev.skerry.sim.world.SimServer.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Servers of the control plane in a history: people let some in and remove others, and servers
/// come with tokens that are good, spent, ended or made up, at times once more as an answer was
/// lost. None of them runs: what is looked at is who belongs to them.
public class ServersInWorld implements SimRoom {
    public static final Maker MAKER = new Maker(new SavedServers(), ServersInWorld::new);

    static final Promise IDS = new Promise("the id of a server is never used twice");
    static final Promise TOKENS = new Promise("a token lets one server in, while it lasts");
    static final Promise SOME = new Promise("there is a server in the control plane, and no crowd");
    static final Promise PLACES = new Promise("no two servers are at one address");

    private static final Caller PERSON = new Caller(Caller.Kind.PERSON, "ada", "", "192.0.2.7");
    private static final long HEALS_WITHIN_MS = 5_000;
    private static final int HOSTS = 12;

    private final Happenings events;
    private final SimServer server;

    /// Hashes of tokens that somebody has asked for.
    private final List<String> tokens = new ArrayList<>();

    /// Ids that were given.
    private final Set<String> given = new HashSet<>();

    /// Hashes of tokens that have let somebody in.
    private final Set<String> spent = new HashSet<>();

    /// Ids of servers that were told that they have joined.
    private final Set<String> acknowledged = new HashSet<>();

    protected ServersInWorld(Scene scene) {
        events = scene.events();
        server = scene.server();
    }

    @Override
    public void act() {
        if (!server.has(SERVERS)) return;
        var servers = server.certain().of(SERVERS);
        if (servers.members().isEmpty()) {
            submit(found(), Caller.SERVERS);
            return;
        }
        switch (events.dice.nextInt(10)) {
            case 0, 1, 2 -> issue();
            case 3, 4, 5, 6 -> join();
            case 7 -> move(servers);
            default -> remove(servers);
        }
    }

    private void submit(ServersMessage message, Caller caller) {
        server.submit(SERVERS, message, caller, _ -> {});
    }

    private ServersMessage found() {
        return new ServersMessage.Found(somewhere(), build("1"));
    }

    /// It reads all that is written here.
    private ServerBuild build(String version) {
        return new ServerBuild(version, server.certain().newestFormat());
    }

    private Member.Addresses somewhere() {
        var host = "h" + events.dice.nextInt(HOSTS);
        return new Member.Addresses(host + ":4647", host + ":4646");
    }

    private void issue() {
        var hash = "%064x".formatted(tokens.size());
        tokens.add(hash);
        events.say("somebody lets a server in");
        submit(new ServersMessage.IssueToken(hash, events.between(60_000, 120_000)), PERSON);
    }

    /// With the newest tokens most often. Whoever does not hear what became of it asks again.
    private void join() {
        int back = events.chance(70) ? 3 : tokens.size() + 1;
        int which = Math.max(0, tokens.size() - events.dice.nextInt(back) - 1);
        var hash = which < tokens.size() ? tokens.get(which) : "e".repeat(64);
        var message = new ServersMessage.Join(hash, somewhere(), build("1"));
        events.say("a server joins at " + message.addresses().link());
        server.submit(SERVERS, message, Caller.SERVERS, outcome -> joined(hash, outcome));
        if (events.chance(20)) server.depose();
        if (events.chance(40))
            server.submit(SERVERS, message, Caller.SERVERS, outcome -> joined(hash, outcome));
    }

    private void joined(String hash, Verdict outcome) {
        if (!(outcome instanceof Verdict.Done)) return;
        var id = server.certain().of(SERVERS).joinedBy(hash);
        if (id == null) throw new Broken(Promise.WRITES, "a server has joined, and is not there");
        acknowledged.add(id);
    }

    private void move(Servers servers) {
        var member = one(servers);
        submit(new ServersMessage.Moved(member.id(), somewhere(), build("2")), Caller.SERVERS);
    }

    private void remove(Servers servers) {
        var id = one(servers).id();
        events.say("somebody removes server " + id);
        submit(new ServersMessage.Remove(id), PERSON);
        if (events.chance(20)) server.depose();
    }

    private Member one(Servers servers) {
        return servers.members().get(events.dice.nextInt(servers.members().size()));
    }

    /// Another leader may be the one that begins, or may hear of somebody who goes.
    @Override
    public @Nullable Ask<?> askedOfAnother() {
        var servers = server.certain().of(SERVERS);
        if (servers.members().isEmpty() || events.chance(50)) return new Ask<>(SERVERS, found());
        return new Ask<>(SERVERS, new ServersMessage.Remove(one(servers).id()));
    }

    @Override
    public void committed(Batch batch, House before, House after) {
        var house = before;
        for (var act : batch.acts()) {
            var servers = house.of(SERVERS);
            for (var told : act.facts()) {
                var fact = told.fact(ServersFact.class);
                if (fact instanceof ServersFact.ServerJoined(var member, var hash))
                    joins(member, hash, servers, act.wallMs());
            }
            house = house.after(act);
            check(servers, house.of(SERVERS));
        }
    }

    private void joins(Member member, String hash, Servers before, long wallMs) {
        if (!given.add(member.id())) throw new Broken(IDS, member + " is another");
        if (hash.isEmpty()) return;
        if (!spent.add(hash)) throw new Broken(TOKENS, member.id() + " came with a spent one");
        var token = before.tokens().find(hash);
        if (token == null || token.expiresWallMs() <= wallMs)
            throw new Broken(TOKENS, member.id() + " came with one that had ended");
    }

    private static void check(Servers before, Servers after) {
        int size = after.members().size();
        boolean none = size == 0 && !before.members().isEmpty();
        if (none || size > MemberDecisions.MEMBERS_MAX)
            throw new Broken(SOME, size + " servers are there");
        var places = new HashSet<String>();
        for (var member : after.members()) {
            boolean own =
                    places.add(member.addresses().link()) && places.add(member.addresses().http());
            if (!own) throw new Broken(PLACES, after.members().toString());
        }
    }

    @Override
    public @Nullable String difference(House was, House is) {
        var before = was.of(SERVERS);
        var after = is.of(SERVERS);
        // a build that lacks this room has written and saved what the room has not seen
        var most = before.holding(after.logFormat());
        return most.equals(after.holding(before.logFormat()))
                ? null
                : before + ", which is " + after;
    }

    @Override
    public @Nullable String missing() {
        var servers = server.certain().of(SERVERS);
        for (var id : acknowledged)
            if (servers.member(id) == null && !servers.removed(id))
                return "server " + id + " has joined, and nobody knows it";
        return null;
    }

    @Override
    public long healsWithinMs() {
        return HEALS_WITHIN_MS;
    }
}
