package dev.skerry.yaml;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.JsonAnswers;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import dev.skerry.kernel.Refusal;
import java.util.Comparator;
import java.util.List;

/// What is done with things that people apply by their names from files, the same for each kind:
///
/// | route                | it                                     | takes the right to |
/// |----------------------|----------------------------------------|--------------------|
/// | `GET PATH`           | shows all, by their names, in pages    | read               |
/// | `GET PATH/{name}`    | shows one                              | read               |
/// | `PUT PATH/{name}`    | makes one, or another of it, by a file | administer         |
/// | `DELETE PATH/{name}` | takes one away                         | administer         |
///
/// @param of the kind
/// @param thing what is needed a right to; it is of the whole fleet
/// @param json how answers are written
public record NamedFileRoutes<S, M, T>(
        Door<S, M> door, NamedFile<S, M, T> of, Thing thing, JsonAnswers json) {
    public List<Route> all() {
        var one = of.path() + "/{name}";
        return List.of(
                Route.get(of.path(), Need.read(thing), this::list),
                Route.get(one, Need.read(thing), this::show),
                Route.file("PUT", one, Need.administer(thing), this::apply),
                Route.delete(one, Need.administer(thing), this::delete));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("perPage", "after", "index", "wait");
        var view = request.view(door);
        var all = of.all(view.state()).stream().sorted(Comparator.comparing(of::nameOf)).toList();
        return json.page(request, view, all, of::nameOf, of::answer);
    }

    private Answer show(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var view = request.view(door);
        var one = of.find(view.state(), request.name());
        if (one == null) throw new Declined(new Refusal.NotFound(of.kind(), request.name()));
        return json.at(view, of.answer(one));
    }

    private Answer apply(Request request) throws InterruptedException, Declined {
        request.only("file");
        var name = request.name();
        var one =
                SentYaml.read(
                        request,
                        of.kind() + " file",
                        (bytes, wording) -> of.read(bytes, wording, name));
        return changed(request, of.apply(one));
    }

    private Answer delete(Request request) throws InterruptedException, Declined {
        request.only();
        return changed(request, of.delete(request.name()));
    }

    private Answer changed(Request request, M message) throws InterruptedException, Declined {
        long index = door.submit(message, request.caller());
        return json.of(of.changed(request.name(), index));
    }
}
