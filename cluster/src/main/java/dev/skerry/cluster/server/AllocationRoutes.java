package dev.skerry.cluster.server;

import dev.skerry.cluster.Allocation;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.link.Frame;
import dev.skerry.kernel.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Allocations: to see, to stop, to start again, and what their tasks say.
final class AllocationRoutes {
    static final String OFFSET_HEADER = "X-Skerry-Offset";
    static final int CANDIDATES_MAX = 5;
    private static final Duration FIRST_PIECE = Duration.ofSeconds(5);
    private static final Duration NEXT_PIECE = Duration.ofSeconds(30);

    private final Control control;

    AllocationRoutes(Control control) {
        this.control = control;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/allocations", this::list),
                Route.get("/v1/allocations/{name}", this::detail),
                Route.post("/v1/allocations/{name}/stop", this::stop),
                Route.post("/v1/allocations/{name}/restart", this::restart),
                Route.get("/v1/allocations/{name}/logs", Route.TEXT, this::logs));
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
        var view = request.view(control);
        var all = new ArrayList<Allocation>();
        for (var allocation : candidates(view, request))
            if (wanted(request, allocation)) all.add(allocation);
        all.sort(Allocation.BY_NUMBER);
        return request.page(
                view,
                all,
                AllocationRoutes::order,
                allocation -> AllocationAnswers.one(view.cluster(), allocation));
    }

    /// `a9` before `a10`.
    private static String order(Allocation allocation) {
        return (char) ('0' + allocation.id().length()) + allocation.id();
    }

    private static Iterable<Allocation> candidates(Control.View view, Request request)
            throws Declined {
        var cluster = view.cluster();
        var node = request.query().get("node");
        if (node == null) return cluster.allocations().values();
        var all = new ArrayList<Allocation>();
        for (var id : cluster.onNode(NodeRoutes.node(view, node).id())) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null) all.add(allocation);
        }
        return all;
    }

    private static boolean wanted(Request request, Allocation allocation) {
        var job = allocation.slot().job();
        var status = request.text("status", "");
        return request.inNamespace(job.namespace())
                && job.name().equals(request.text("job", job.name()))
                && allocation.id().startsWith(request.text("prefix", ""))
                && (status.isEmpty() || status.equals(JobAnswers.word(allocation)));
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var view = request.view(control);
        var allocation = allocation(view, request.name());
        return Request.at(view, AllocationAnswers.one(view.cluster(), allocation));
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
        var id = allocation(control.now(), request.name()).id();
        long index = control.done(message.apply(id));
        return Answer.json(new AllocationAnswers.Changed(id, index));
    }

    /// By its id, or by the beginning of it if no other begins so.
    private static Allocation allocation(Control.View view, String id) throws Declined {
        var allocation = view.cluster().allocations().find(id);
        if (allocation != null) return allocation;
        var begin = new ArrayList<Allocation>();
        for (var each : view.cluster().allocations().values())
            if (each.id().startsWith(id)) begin.add(each);
        if (begin.size() == 1) return begin.getFirst();
        if (begin.isEmpty()) throw new Declined(new Refusal.NotFound("allocation", id));
        begin.sort(Allocation.BY_NUMBER);
        var first = begin.stream().limit(CANDIDATES_MAX).map(Allocation::id).toList();
        var more = begin.size() > first.size() ? ", …" : "";
        throw new Declined(
                new Refusal.Conflict(
                        "%d allocations are meant by \"%s\".".formatted(begin.size(), id),
                        "Say which: " + String.join(", ", first) + more + "."));
    }

    private Answer logs(Request request) throws InterruptedException, Declined {
        request.only("task", "source", "offset", "tail", "follow");
        var allocation = allocation(control.now(), request.name());
        var source = request.text("source", "stdout");
        if (!source.equals("stdout") && !source.equals("stderr"))
            throw Declined.field("source", source, "stdout or stderr");
        long tail = request.whole("tail", 1, Frame.LogOpen.LINES_MAX, 0);
        long offset = request.whole("offset", 0, Long.MAX_VALUE, 0);
        if (tail > 0 && request.query().containsKey("offset"))
            throw Declined.field("tail", tail + "", "left out when offset is given");
        var query =
                new Control.LogQuery(
                        allocation.id(),
                        task(request, allocation),
                        source,
                        tail > 0 ? -tail : offset,
                        request.flag("follow"));
        return switch (control.logs(query)) {
            case Control.LogOutcome.Refused(var refusal) -> throw new Declined(refusal);
            case Control.LogOutcome.Reading(var reading) -> begun(reading);
        };
    }

    /// The only task needs no name.
    private String task(Request request, Allocation allocation) throws Declined {
        var job = control.now().cluster().jobs().find(allocation.slot().job());
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
    private static Answer begun(Control.LogSource source) throws InterruptedException, Declined {
        Control.LogPiece first;
        try {
            first = source.next(FIRST_PIECE);
        } catch (InterruptedException e) {
            source.close();
            throw e;
        }
        if (first instanceof Control.LogPiece.End(var error) && !error.isEmpty()) {
            source.close();
            throw new Declined(new Refusal.Unavailable(error));
        }
        var answer =
                new Answer.Streamed(
                        200,
                        "text/plain; charset=utf-8",
                        Map.of("Cache-Control", "no-store"),
                        out -> write(source, first, out));
        return first instanceof Control.LogPiece.Data(var offset, _)
                ? answer.with(OFFSET_HEADER, Long.toString(offset))
                : answer;
    }

    private static void write(Control.LogSource source, Control.LogPiece first, OutputStream out)
            throws IOException, InterruptedException {
        try (source) {
            for (var piece = first; ; piece = source.next(NEXT_PIECE)) {
                switch (piece) {
                    case Control.LogPiece.Data(_, var bytes) -> {
                        var copy = new byte[bytes.remaining()];
                        bytes.get(copy);
                        out.write(copy);
                        out.flush();
                    }
                    case Control.LogPiece.Quiet _ -> out.flush();
                    case Control.LogPiece.End _ -> {
                        return;
                    }
                }
            }
        }
    }
}
