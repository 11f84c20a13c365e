package dev.skerry.cluster.server;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.cluster.server.ClusterApi.ALLOCATIONS;
import static dev.skerry.cluster.server.ClusterApi.JSON;
import static dev.skerry.cluster.server.ClusterApi.LOGS;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.http.Answer;
import dev.skerry.http.BrokenOff;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.StateAt;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.link.NodeStreams;
import dev.skerry.kernel.link.StreamReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Allocations: to see, to stop, to start again, and what their tasks say.
final class AllocationRoutes {
    static final String OFFSET_HEADER = "X-Skerry-Offset";
    static final int CANDIDATES_MAX = 5;
    private static final Duration FIRST_PIECE = Duration.ofSeconds(5);

    /// What a node has kept it sends at once; it may be behind a slow link.
    private static final Duration KEPT_PIECE = Duration.ofSeconds(10);

    private static final Duration NEXT_PIECE = Duration.ofSeconds(30);

    private static final List<String> STATUSES =
            Stream.of(Allocation.Status.values()).map(JobAnswers::word).toList();

    private final Door<Cluster, ClusterMessage> door;
    private final NodeStreams streams;

    AllocationRoutes(Door<Cluster, ClusterMessage> door, NodeStreams streams) {
        this.door = door;
        this.streams = streams;
    }

    List<Route> routes() {
        var read = Need.read(ALLOCATIONS);
        var write = Need.write(ALLOCATIONS).wherever();
        var logs = Need.read(LOGS).wherever();
        return List.of(
                Route.get("/v1/allocations", read.inLists(), this::list).thatIsHeavy(),
                Route.get("/v1/allocations/{name}", read.wherever(), this::detail),
                Route.post("/v1/allocations/{name}/stop", write, this::stop),
                Route.post("/v1/allocations/{name}/restart", write, this::restart),
                Route.get("/v1/allocations/{name}/logs", logs, Route.TEXT, this::logs));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only(
                "namespace",
                "job",
                "node",
                "status",
                "prefix",
                "perPage",
                "after",
                "index",
                "wait");
        var status = request.choice("status", STATUSES, "");
        var view = request.view(door);
        var all = new ArrayList<Allocation>();
        for (var allocation : candidates(view, request))
            if (wanted(request, status, allocation)) all.add(allocation);
        all.sort(Allocation.BY_ID);
        var nodes = NodesSeen.of(view.state(), request);
        return JSON.page(
                request,
                view,
                all,
                AllocationRoutes::order,
                allocation -> AllocationAnswers.one(nodes, allocation));
    }

    /// As [Allocation#BY_ID] has it: `a9` before `a10`, and both before those that are drawn.
    private static String order(Allocation allocation) {
        return (char) ('0' + allocation.id().length()) + allocation.id();
    }

    private static Iterable<Allocation> candidates(StateAt<Cluster> view, Request request)
            throws Declined {
        var cluster = view.state();
        var node = request.query().get("node");
        if (node == null) return cluster.allocations().values();
        var all = new ArrayList<Allocation>();
        for (var id : cluster.onNode(NodeRoutes.named(view, node, request).id())) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null) all.add(allocation);
        }
        return all;
    }

    private static boolean wanted(Request request, String status, Allocation allocation) {
        var job = allocation.slot().job();
        return request.inNamespace(job.namespace())
                && job.name().equals(request.text("job", job.name()))
                && allocation.id().startsWith(request.text("prefix", ""))
                && (status.isEmpty() || status.equals(JobAnswers.word(allocation)));
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        allocation(door.now(), request); // nobody waits for what is not for him
        var view = request.view(door);
        var allocation = allocation(view, request);
        var nodes = NodesSeen.of(view.state(), request);
        return JSON.at(view, AllocationAnswers.one(nodes, allocation));
    }

    private Answer stop(Request request) throws InterruptedException, Declined {
        return changed(request, ClusterMessage.StopAllocation::new);
    }

    private Answer restart(Request request) throws InterruptedException, Declined {
        return changed(request, ClusterMessage.RestartAllocation::new);
    }

    private Answer changed(Request request, Function<String, ClusterMessage> message)
            throws InterruptedException, Declined {
        request.only();
        var id = allocation(door.now(), request).id();
        long index = door.submit(message.apply(id), request.caller());
        return JSON.of(new AllocationAnswers.AllocationChanged(id, index));
    }

    private static Allocation allocation(StateAt<Cluster> view, Request request) throws Declined {
        var allocation = meant(view, request);
        request.reach().check(namespace(allocation));
        return allocation;
    }

    private static String namespace(Allocation allocation) {
        return allocation.slot().job().namespace();
    }

    /// Whether it is no secret to the caller that it is there, whatever else he may do with it.
    private static boolean seen(Request request, String namespace) {
        return request.covers(namespace)
                || request.admitted().allows(Need.read(ALLOCATIONS), namespace);
    }

    /// By its id, or by the beginning of it, if no other that is for this caller begins so: of
    /// those that he does not see nothing is said, not even that they are there.
    private static Allocation meant(StateAt<Cluster> view, Request request) throws Declined {
        var id = request.name();
        var all = view.state().allocations();
        var begin =
                new ArrayList<>(
                        new Sought<>(
                                        all::find,
                                        all.values(),
                                        AllocationRoutes::namespace,
                                        place -> seen(request, place))
                                .meant(id, (_, _) -> false, AllocationRoutes::begins));
        if (begin.size() == 1) return begin.getFirst();
        if (begin.isEmpty()) throw new Declined(new Refusal.NotFound("allocation", id));
        begin.sort(Allocation.BY_ID);
        var first = begin.stream().limit(CANDIDATES_MAX).map(Allocation::id).toList();
        var more = begin.size() > first.size() ? ", …" : "";
        throw new Declined(
                new Refusal.Conflict(
                        "%d allocations are meant by \"%s\".".formatted(begin.size(), id),
                        "Say which: " + String.join(", ", first) + more + "."));
    }

    private static boolean begins(Allocation allocation, String text) {
        return allocation.id().startsWith(text);
    }

    private Answer logs(Request request) throws InterruptedException, Declined {
        request.only("task", "source", "offset", "tail", "follow");
        var allocation = allocation(door.now(), request);
        var source = request.choice("source", List.of("stdout", "stderr"), "stdout");
        long tail = request.whole("tail", 1, LogRequest.LINES_MAX, 0);
        long offset = request.whole("offset", 0, Long.MAX_VALUE, 0);
        if (tail > 0 && request.query().containsKey("offset"))
            throw Declined.field("tail", tail + "", "left out when offset is given");
        var asked =
                new LogRequest(
                        allocation.id(),
                        task(request, allocation),
                        source,
                        tail > 0 ? -tail : offset,
                        request.flag("follow"));
        var nodes = NodesSeen.of(door.now().state(), request);
        var keeper = new LogKeeper(nodes, allocation.node(), door.time());
        if (keeper.away()) throw keeper.unavailable("");
        var opened =
                streams.read(
                        allocation.node(),
                        CLUSTER.name(),
                        Codec.LOG_REQUEST.encode(asked),
                        LogRequest.WINDOW_BYTES);
        return switch (opened) {
            case NodeStreams.Opened.Refused(Refusal.Unavailable _) ->
                    throw keeper.unavailable("is not connected");
            case NodeStreams.Opened.Refused(var refusal) -> throw new Declined(refusal);
            case NodeStreams.Opened.Reading(var reader) -> begun(reader, keeper, asked.follow());
        };
    }

    /// The only task needs no name.
    private String task(Request request, Allocation allocation) throws Declined {
        var job = door.now().state().jobs().find(allocation.slot().job());
        var spec = job == null ? null : job.at(allocation.slot().version());
        var group = spec == null ? null : spec.group(allocation.slot().group());
        var names = new ArrayList<String>();
        if (group == null) names.addAll(allocation.observed().tasks().keySet());
        else group.tasks().forEach(task -> names.add(task.name()));
        var task = request.text("task", names.size() == 1 ? names.getFirst() : "");
        if (names.contains(task)) return task;
        throw Declined.field(
                "task",
                task,
                "one of the tasks " + String.join(", ", names.stream().sorted().toList()));
    }

    /// Waits for the first piece, so that a refusal of the node is still a problem with a status.
    private static Answer begun(StreamReader reader, LogKeeper keeper, boolean follow)
            throws InterruptedException, Declined {
        StreamReader.Incoming first;
        try {
            first = reader.next(follow ? FIRST_PIECE : KEPT_PIECE);
        } catch (InterruptedException e) {
            reader.close();
            throw e;
        }
        if (first instanceof StreamReader.Incoming.End(var error) && !error.isEmpty()) {
            reader.close();
            throw keeper.said(error);
        }
        if (first instanceof StreamReader.Incoming.Quiet && !follow) {
            reader.close();
            throw keeper.unavailable("has not answered for " + KEPT_PIECE.toSeconds() + " s");
        }
        var answer =
                new Answer.Streamed(
                        200,
                        "text/plain; charset=utf-8",
                        Map.of("Cache-Control", "no-store"),
                        out -> write(reader, first, out));
        return first instanceof StreamReader.Incoming.Data(var offset, _)
                ? answer.with(OFFSET_HEADER, Long.toString(offset))
                : answer;
    }

    /// Where something is missing the answer breaks off: whoever counts its bytes asks again from
    /// there, and is told by the header of the next answer how much is gone.
    private static void write(StreamReader reader, StreamReader.Incoming first, OutputStream out)
            throws IOException, InterruptedException {
        try (reader) {
            long next = -1;
            for (var piece = first; ; piece = reader.next(NEXT_PIECE)) {
                switch (piece) {
                    case StreamReader.Incoming.Data(long offset, var bytes) -> {
                        if (next >= 0 && offset > next)
                            throw new BrokenOff((offset - next) + " bytes are no longer kept");
                        next = offset + bytes.remaining();
                        var copy = new byte[bytes.remaining()];
                        bytes.get(copy);
                        out.write(copy);
                        out.flush();
                    }
                    case StreamReader.Incoming.Quiet _ -> out.flush();
                    case StreamReader.Incoming.End(var error) -> {
                        if (!error.isEmpty()) throw new BrokenOff(error);
                        return;
                    }
                }
            }
        }
    }
}
