package dev.skerry.server.http;

import dev.skerry.http.Admitted;
import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Need;
import dev.skerry.http.Reach;
import dev.skerry.http.Route;
import org.jspecify.annotations.Nullable;

/// Somebody at one route: whether he may what he asks there, when he comes and as long as he is
/// answered.
public final class Visit {
    private final Route route;
    private final Admitted admitted;

    /// Where he was last found to have the right that the route needs; null: nowhere so far.
    private volatile @Nullable String place;

    /// @throws Declined when only somebody who is known may come in
    public Visit(Route route, Admitted admitted) throws Declined {
        this.route = route;
        this.admitted = admitted;
        if (!open() && !admitted.lack().isEmpty()) throw new Declined(401, admitted.lack());
    }

    Route route() {
        return route;
    }

    Admitted admitted() {
        return admitted;
    }

    private boolean open() {
        return route.need() instanceof Need.Nothing;
    }

    public Reach reach() {
        return new Reach(route.need(), this::given);
    }

    private boolean given(Need.Right right, String where) {
        boolean allows = admitted.allows(right, where);
        if (allows && right.equals(route.need())) place = where;
        return allows;
    }

    /// Whether nobody has found out if he may, although only the handler could: it knows in which
    /// namespace or pool the right is needed.
    public boolean unjudged() {
        return place == null
                && route.need() instanceof Need.Right right
                && right.where() == Need.Where.WITH_THE_THING;
    }

    /// What he gets of an answer. One that waited may have outlived what let him in, and so may one
    /// that goes on. A change was decided while he was let in: it is answered.
    public Answer answered(Answer answer) throws Declined {
        if (open()) return answer;
        return switch (answer) {
            case Answer.Whole whole -> {
                if (route.method().equals("GET")) again();
                yield whole;
            }
            case Answer.Streamed(var status, var type, var headers, var writer) ->
                    new Answer.Streamed(
                            status,
                            type,
                            headers,
                            out -> StandingOutput.write(writer, out, this::stands));
        };
    }

    /// Why he is not answered. Who may nothing any more since what let him in has ended is told
    /// that, not that he lacks a right.
    public Declined declined(Declined why) {
        int status = why.problem().status();
        boolean seesNothing = status == 403 || status == 404;
        return seesNothing && !open() && !admitted.stands() ? ended() : why;
    }

    private static Declined ended() {
        return new Declined(
                401, "What you logged in with was revoked or has expired; log in again.");
    }

    private void again() throws Declined {
        if (!admitted.stands()) throw ended();
        var where = place;
        if (where != null && inOnePlace()) reach().check(where);
    }

    private boolean stands() {
        if (!admitted.stands()) return false;
        var where = place;
        return where == null || !inOnePlace() || reach().covers(where);
    }

    /// Of lists the handler asks itself what is shown, as often as it shows something.
    private boolean inOnePlace() {
        return route.need() instanceof Need.Right right
                && right.where() != Need.Where.IN_LISTS
                && right.where() != Need.Where.IN_EACH;
    }
}
