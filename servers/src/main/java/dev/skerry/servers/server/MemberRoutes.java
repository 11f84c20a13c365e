package dev.skerry.servers.server;

import static dev.skerry.servers.server.ServersApi.JSON;
import static dev.skerry.servers.server.ServersApi.MEMBERS;

import dev.skerry.http.Answer;
import dev.skerry.http.Bodies;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Durations;
import dev.skerry.http.JsonAnswers;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.StateAt;
import dev.skerry.kernel.Refusal;
import dev.skerry.servers.ServersMessage;
import dev.skerry.servers.decide.ServerTokenDecisions;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.Servers;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Servers of the control plane: to see, to let in, to remove.
final class MemberRoutes {
    private static final String BYTES = "application/octet-stream";
    private static final String TTL = "ttl";
    private static final String TTL_DEFAULT = "30m";

    private final Door<Servers, ServersMessage> door;
    private final ServersStanding standing;
    private final ServerSecrets secrets;
    private final CellBackup backup;

    MemberRoutes(
            Door<Servers, ServersMessage> door,
            ServersStanding standing,
            ServerSecrets secrets,
            CellBackup backup) {
        this.door = door;
        this.standing = standing;
        this.secrets = secrets;
        this.backup = backup;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/servers", Need.read(MEMBERS), this::list),
                Route.get("/v1/servers/{name}", Need.read(MEMBERS), this::one),
                Route.delete("/v1/servers/{name}", Need.administer(MEMBERS), this::remove),
                Route.object("/v1/servers/join-tokens", Need.administer(MEMBERS), this::token),
                new Route(
                                "POST",
                                "/v1/servers/backups",
                                Need.administer(MEMBERS),
                                List.of(),
                                BYTES,
                                this::backup)
                        .thatIsHeavy());
    }

    /// It is noted before anything is given out.
    private Answer backup(Request request) throws InterruptedException, Declined {
        request.only();
        var taken = backup.take(door.submit(new ServersMessage.BackUp(), request.caller()));
        var headers =
                Map.of(
                        JsonAnswers.INDEX_HEADER,
                        Long.toString(taken.index()),
                        "Cache-Control",
                        "no-store");
        return new Answer.Streamed(200, BYTES, headers, taken.writer());
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var view = request.view(door);
        return JSON.at(view, ServerAnswers.all(view.state(), standing.look()));
    }

    private Answer one(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        member(door.now(), request.name()); // nobody waits for what is not there
        var view = request.view(door);
        return JSON.at(view, ServerAnswers.of(member(view, request.name()), standing.look()));
    }

    private static Member member(StateAt<Servers> view, String id) throws Declined {
        var member = view.state().member(id);
        if (member == null)
            throw new Declined(
                    new Refusal.NotFound(
                            "server",
                            id,
                            view.state().removed(id) ? "It was one, and was removed." : ""));
        return member;
    }

    private Answer remove(Request request) throws InterruptedException, Declined {
        request.only();
        var id = request.name();
        long index = door.submit(new ServersMessage.Remove(id), request.caller());
        return JSON.of(new ServerAnswers.ServerChanged(id, index));
    }

    private Answer token(Request request) throws InterruptedException, Declined {
        request.only();
        long lifeMs = lifeMs(request);
        var expires = Bodies.time(door.time().wallMs() + lifeMs);
        var secret = secrets.fresh();
        door.submit(new ServersMessage.IssueToken(secret.hash(), lifeMs), request.caller());
        return JSON.of(new ServerAnswers.ServerTokenMade(secret.text(), expires))
                .with("Cache-Control", "no-store");
    }

    private static long lifeMs(Request request) throws Declined {
        var body = Bodies.optional(request, Set.of(TTL));
        var ttl = String.valueOf(body.getOrDefault(TTL, TTL_DEFAULT));
        return Durations.typed(
                TTL, ttl, ServerTokenDecisions.LIFE_MIN_MS, ServerTokenDecisions.LIFE_MAX_MS);
    }
}
