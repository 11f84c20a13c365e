package dev.skerry.cli.job;

import dev.skerry.cli.alloc.AllocList;
import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.deployment.DeploymentWords;
import dev.skerry.cli.recall.RecallWords;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "How a job is: its groups, its allocations, and why some of it waits.",
        footer = {"", "Examples:", "  skerry job status", "  skerry job status badge"})
final class JobStatus implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "JOB", description = "Its name; without: all jobs.")
    private String job = "";

    public JobStatus(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (job.isEmpty()) JobList.print(session);
        else session.show(with(Call.get("jobs", job)), this::print);
        return ExitCode.OK;
    }

    private Call with(Call call) {
        return call.with("namespace", session.namespace());
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var of = answer.json();
        var out = session.out();
        var status = JobList.status(of);
        out.line(
                "%s  %s, version %s, %s, sent %s"
                        .formatted(
                                out.paint(Paint.STRONG, of.at("name").text()),
                                of.at("type").text(),
                                of.at("version").text(),
                                out.paint(Paint.of(status), status),
                                Words.ago(of.at("submittedAt").text(), now)));
        var launches = new Launches(of);
        for (var line : launches.lines(now)) out.line(line);
        var retries = Retries.of(of);
        var says = retries.groups().isEmpty() ? of.at("says").text() : "";
        var recalls = of.at("recalls").list();
        if (!says.isEmpty() && !status.equals("recalled"))
            out.line(says.endsWith(".") ? says : says + ".");
        for (var it : recalls) out.line(RecallWords.sentence(it));
        var forgotten = Words.until(of.at("forgottenAt").text(), now);
        if (!forgotten.isEmpty())
            out.line(
                    "It is over, and forgotten %s%s."
                            .formatted(
                                    forgotten, launches.child() ? "" : " unless it is sent again"));
        if (launches.parent()) {
            children(now);
            return;
        }
        out.line("");
        groups(of);
        deployment(of.at("deployment"));
        if (!retries.groups().isEmpty()) out.line("");
        for (var line : retries.lines()) out.line("Group " + line + ".");
        if (of.at("blocked").yes()) explain(of.at("evaluation"), retries);
        var allocations =
                session.api().send(with(Call.get("jobs", job, "allocations"))).json().list();
        out.line("");
        var table = AllocList.table(allocations, now);
        if (table.isEmpty()) out.line("No allocations.");
        else table.print(out);
    }

    private void children(Instant now) throws Failure {
        var out = session.out();
        var all = session.api().send(with(Call.get("jobs").with("parent", job))).json().list();
        var table = Launches.table(all, now);
        out.line("");
        if (table.isEmpty()) out.line("Nothing of it was launched.");
        else table.print(out);
    }

    private void deployment(Json deployment) {
        if (deployment.none()) return;
        var out = session.out();
        var status = deployment.at("status").text();
        out.line("");
        out.line(
                "Deployment %s is %s: %s."
                        .formatted(
                                deployment.at("id").text(),
                                out.paint(Paint.of(status), status),
                                DeploymentWords.says(deployment)));
        if (!status.equals("successful")) DeploymentWords.groups(deployment, out);
    }

    private void groups(Json of) {
        var groups =
                new Table(
                        "#GROUP",
                        ">WANTED",
                        ">RUNNING",
                        ">HEALTHY",
                        ">PENDING",
                        ">FAILED",
                        ">UNKNOWN",
                        ">DONE");
        for (var group : of.at("groups").list()) {
            long running = group.at("running").whole();
            groups.add(
                    group.at("name").text(),
                    group.at("desired").text(),
                    Long.toString(running),
                    Long.toString(running - group.at("unhealthy").whole()),
                    group.at("pending").text(),
                    group.at("failed").text(),
                    group.at("unknown").text(),
                    group.at("complete").text());
        }
        groups.print(session.out());
    }

    private void explain(Json evaluation, Retries retries) throws Failure {
        var out = session.out();
        var names = nodeNames(session);
        for (var group : evaluation.at("groups").list()) {
            var explanation = new PlacementReasons(group, names);
            if (explanation.shortly().isEmpty() || retries.cover(group)) continue;
            out.line("");
            out.line("Group " + group.at("group").text() + " waits for a place:");
            explanation.print(out, "  ");
        }
    }

    /// What people call the nodes, by id.
    static Map<String, String> nodeNames(Session session) throws Failure {
        var names = new HashMap<String, String>();
        for (var node : session.api().send(Call.get("nodes")).json().list())
            names.put(node.at("id").text(), node.at("name").text());
        return names;
    }
}
