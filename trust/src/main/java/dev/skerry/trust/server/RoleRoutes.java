package dev.skerry.trust.server;

import static dev.skerry.trust.server.TrustApi.JSON;
import static dev.skerry.trust.server.TrustApi.ROLES;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.policy.ReadyRoles;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.Ruling;
import dev.skerry.trust.state.Trust;
import dev.skerry.yaml.SentYaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/// Roles: to see, to apply, to delete, to try.
final class RoleRoutes {
    private static final String JOB_SHOULD = "a namespace, a slash and a job, as \"shop/till\"";

    private final Door<Trust, TrustMessage> door;
    private final Supplier<List<String>> things;

    /// @param things all that rights can be about; it is known when all rooms are
    RoleRoutes(Door<Trust, TrustMessage> door, Supplier<List<String>> things) {
        this.door = door;
        this.things = things;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/roles", Need.read(ROLES), this::list),
                Route.get("/v1/roles/{name}", Need.read(ROLES), this::detail),
                Route.file("PUT", "/v1/roles/{name}", Need.administer(ROLES), this::apply),
                Route.delete("/v1/roles/{name}", Need.administer(ROLES), this::delete),
                Route.post("/v1/roles/test", Need.read(ROLES), this::test));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("perPage", "after", "index", "wait");
        var view = request.view(door);
        var roles = new ArrayList<>(ReadyRoles.ALL);
        roles.addAll(view.state().roles().values());
        roles.sort(Comparator.comparing(Role::name));
        return JSON.page(request, view, roles, Role::name, RoleAnswers::one);
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var view = request.view(door);
        return JSON.at(view, RoleAnswers.one(role(view.state(), request.name())));
    }

    private Answer apply(Request request) throws InterruptedException, Declined {
        request.only("file");
        var name = request.name();
        var role =
                SentYaml.read(
                        request,
                        "role file",
                        (bytes, wording) -> RoleFile.parse(bytes, wording, name, things.get()));
        return changed(request, new TrustMessage.ApplyRole(role));
    }

    private Answer delete(Request request) throws InterruptedException, Declined {
        request.only();
        return changed(request, new TrustMessage.DeleteRole(request.name()));
    }

    private Answer changed(Request request, TrustMessage message)
            throws InterruptedException, Declined {
        long index = door.submit(message, request.caller());
        return JSON.of(new RoleAnswers.RoleChanged(request.name(), index));
    }

    private Answer test(Request request) throws Declined {
        request.only();
        var body = SentFields.of(request, "roles", "token", "task", "do", "namespace", "pool");
        var view = door.now();
        return JSON.at(view, RoleAnswers.tried(Ruling.of(roles(view.state(), body), body.wish())));
    }

    private static List<Role> roles(Trust trust, SentFields body) throws Declined {
        if (!body.one("roles", "token", "task"))
            throw new Declined(
                    400,
                    "Name the roles that shall be tried, or a token that has them, or a job whose"
                            + " tasks have them.");
        if (body.has("task")) return rolesOfTask(trust, body.text("task", JOB_SHOULD));
        if (body.has("token")) {
            var name = body.text("token", "the name of a token");
            return trust.roles(TokenRoutes.token(trust, name).roles());
        }
        var roles = new ArrayList<Role>();
        for (var name : body.texts("roles", "a list of the names of roles"))
            roles.add(role(trust, name));
        return roles;
    }

    /// The job need not be there.
    private static List<Role> rolesOfTask(Trust trust, String job) throws Declined {
        int slash = Math.max(0, job.indexOf('/'));
        var namespace = job.substring(0, slash);
        var name = job.substring(Math.min(slash + 1, job.length()));
        if (!Text.word(namespace) || !Text.word(name))
            throw Declined.field("task", job, JOB_SHOULD);
        return trust.rolesOfTask(namespace, name);
    }

    private static Role role(Trust trust, String name) throws Declined {
        var role = trust.role(name);
        if (role == null) throw new Declined(new Refusal.NotFound("role", name));
        return role;
    }
}
