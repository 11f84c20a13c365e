package dev.skerry.cli.job;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Screen;
import java.util.ArrayList;
import java.util.Map;

/// A job that was sent, seen again whenever something has changed.
final class Watched {
    private final Api api;
    private final String namespace;
    private final String name;
    private final long version;
    private long index;
    private Json last = Json.NOTHING;

    Watched(Api api, String namespace, String name, long version) {
        this.api = api;
        this.namespace = namespace;
        this.name = name;
        this.version = version;
    }

    String name() {
        return name;
    }

    JobView look() throws Failure {
        var answer = api.send(with(Call.get("jobs", name)));
        index = answer.index();
        last = answer.json();
        var allocations = new ArrayList<Json>();
        for (var one : api.send(with(Call.get("jobs", name, "allocations"))).json().list())
            if (one.at("wanted").is("run") && one.at("next").none()) allocations.add(one);
        return new JobView(last, version, allocations);
    }

    /// Whether its deployment was halted, as of the last look.
    boolean paused() {
        return last.at("deployment", "status").is("paused");
    }

    /// Returns when something has changed, or when the time is over.
    void await(long ms) throws Failure {
        api.send(with(Call.get("jobs", name)).newerThan(index, Math.max(1, ms) + "ms"));
    }

    /// Why something of it is not up or not healthy, as of the last look; empty: nothing is to be
    /// said.
    String says() {
        var deployment = last.at("deployment");
        if (deployment.at("status").is("failed")) return deployment.at("description").text();
        return last.at("says").text();
    }

    /// Says why the scheduler has left something out.
    void explain(Screen screen, Map<String, String> nodeNames) {
        var retries = Retries.of(last);
        for (var line : retries.lines()) screen.line("Group " + line + ".");
        for (var group : last.at("evaluation", "groups").list()) {
            var explanation = new PlacementReasons(group, nodeNames);
            if (explanation.shortly().isEmpty() || retries.cover(group)) continue;
            screen.line("Group " + group.at("group").text() + ":");
            explanation.print(screen, "  ");
        }
    }

    private Call with(Call call) {
        return call.with("namespace", namespace);
    }
}
