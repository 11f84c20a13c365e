package dev.skerry.trust.server.roles;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.JsonAnswers;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.Ruling;
import dev.skerry.trust.server.rulings.SentFields;
import dev.skerry.trust.state.Trust;
import java.util.ArrayList;
import java.util.List;

/// Whether somebody who has some roles may do something.
///
/// @param roles what is needed a right to
/// @param json how answers are written
public record RoleTrials(Door<Trust, TrustMessage> door, Thing roles, JsonAnswers json) {
    private static final String JOB_SHOULD = "a namespace, a slash and a job, as \"shop/till\"";

    public Route route() {
        return Route.object("/v1/roles/test", Need.read(roles), this::test);
    }

    private Answer test(Request request) throws Declined {
        request.only();
        var body = SentFields.of(request, "roles", "token", "task", "do", "namespace", "pool");
        var view = door.now();
        return json.at(view, RoleAnswers.tried(Ruling.of(roles(view.state(), body), body.wish())));
    }

    private static List<Role> roles(Trust trust, SentFields body) throws Declined {
        if (!body.one("roles", "token", "task"))
            throw new Declined(
                    400,
                    "Name the roles that shall be tried, or a token that has them, or a job whose"
                            + " tasks have them.");
        if (body.has("task")) return rolesOfTask(trust, body.text("task", JOB_SHOULD));
        if (body.has("token"))
            return rolesOfToken(trust, body.text("token", "the name of a token"));
        var roles = new ArrayList<Role>();
        for (var name : body.texts("roles", "a list of the names of roles")) {
            var role = trust.role(name);
            if (role == null) throw new Declined(new Refusal.NotFound("role", name));
            roles.add(role);
        }
        return roles;
    }

    /// By its id or its name.
    private static List<Role> rolesOfToken(Trust trust, String idOrName) throws Declined {
        var token = trust.token(idOrName);
        if (token == null) throw new Declined(new Refusal.NotFound("token", idOrName));
        return trust.roles(token.roles());
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
}
