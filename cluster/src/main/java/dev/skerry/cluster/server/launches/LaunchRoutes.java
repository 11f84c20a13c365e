package dev.skerry.cluster.server.launches;

import static dev.skerry.cluster.server.ClusterApi.JOBS;
import static dev.skerry.cluster.server.ClusterApi.JSON;
import static dev.skerry.cluster.server.ClusterApi.POOLS;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Launch.Launched;
import dev.skerry.cluster.job.LaunchBounds;
import dev.skerry.cluster.server.ClusterApi;
import dev.skerry.cluster.server.Secrets;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.http.Answer;
import dev.skerry.http.Bodies;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import io.avaje.jsonb.Json;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Launches by hand.
public final class LaunchRoutes {
    private final Door<Cluster, ClusterMessage> door;
    private final Secrets secrets;

    /// What was launched, as a job of its own.
    ///
    /// @param parent by which
    @Json
    public record ChildAnswer(
            String namespace, String parent, String job, long version, long index) {}

    public LaunchRoutes(Door<Cluster, ClusterMessage> door, Secrets secrets) {
        this.door = door;
        this.secrets = secrets;
    }

    public List<Route> routes() {
        return List.of(
                Route.object("/v1/jobs/{name}/dispatch", Need.write(JOBS), this::dispatch),
                Route.post("/v1/jobs/{name}/force", Need.write(JOBS), this::force));
    }

    private Answer dispatch(Request request) throws InterruptedException, Declined {
        request.only("namespace");
        var job = job(request);
        var body = Bodies.optional(request, Set.of("payload", "meta"));
        var payload = payload(body.get("payload"));
        var meta = meta(body.get("meta"));
        long drawn = secrets.fresh().hash().hashCode();
        var pool = job.spec().where().pool();
        var message = new ClusterMessage.DispatchJob(job.key(), payload, meta, pool, drawn);
        long index = door.submit(message, request.caller());
        return launched(job, dispatched(job, "-%08x".formatted((int) drawn)), index);
    }

    private Answer force(Request request) throws InterruptedException, Declined {
        request.only("namespace");
        var job = job(request);
        var message = new ClusterMessage.ForceJob(job.key(), job.spec().where().pool());
        long index = door.submit(message, request.caller());
        if (job.spec().onNode()) return onNodes(job, index);
        var now = door.now().state().jobs().find(job.key());
        var schedule = now == null ? null : now.schedule();
        return launched(job, schedule == null ? "" : schedule.child(), index);
    }

    /// What runs is the job itself.
    private static Answer onNodes(Job job, long index) {
        var key = job.key();
        return JSON.of(
                new ChildAnswer(key.namespace(), key.name(), key.name(), job.version(), index));
    }

    /// The child with that end of a name; empty: it is not there any more.
    private String dispatched(Job parent, String end) {
        var children = door.now().state().childrenOf(parent.key());
        for (var all : List.of(children.running(), children.ended()))
            for (var child : all) if (child.name().endsWith(end)) return child.name();
        return "";
    }

    private static Answer launched(Job parent, String name, long index) {
        var key = parent.key();
        return JSON.of(new ChildAnswer(key.namespace(), key.name(), name, 1, index));
    }

    private Job job(Request request) throws Declined {
        var key = new JobKey(request.namespace(), request.name());
        var job = door.now().state().jobs().find(key);
        if (job == null) throw new Declined(new Refusal.NotFound("job", key.toString()));
        ClusterApi.mayUse(request, Need.write(POOLS), job.spec());
        return job;
    }

    /// It is Base64 in JSON, which has no bytes.
    private static String payload(@Nullable Object said) throws Declined {
        if (said == null) return "";
        if (!(said instanceof String text))
            throw Declined.field("payload", said.toString(), "bytes in Base64, as a text");
        if (text.length() > Launched.PAYLOAD_CHARACTERS_MAX)
            throw new Declined(LaunchBounds.payload(Launched.bytes(text)));
        try {
            return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw Declined.field("payload", Text.fit(text, 80), "bytes in Base64");
        }
    }

    private static Map<String, String> meta(@Nullable Object said) throws Declined {
        var meta = new HashMap<String, String>();
        if (said == null) return meta;
        if (!(said instanceof Map<?, ?> entries))
            throw Declined.field("meta", said.toString(), "an object of texts");
        for (var entry : entries.entrySet()) {
            var key = String.valueOf(entry.getKey());
            if (!(entry.getValue() instanceof String text) || !Text.whole(text))
                throw Declined.field("meta." + key, entry.getValue() + "", "text");
            meta.put(key, text);
        }
        return meta;
    }
}
