package dev.skerry.cli;

import dev.skerry.cli.alloc.AllocList;
import dev.skerry.cli.alloc.AllocLogs;
import dev.skerry.cli.alloc.AllocRestart;
import dev.skerry.cli.alloc.AllocStatus;
import dev.skerry.cli.alloc.AllocStop;
import dev.skerry.cli.dev.Dev;
import dev.skerry.cli.job.JobList;
import dev.skerry.cli.job.JobPlan;
import dev.skerry.cli.job.JobRun;
import dev.skerry.cli.job.JobStatus;
import dev.skerry.cli.job.JobStop;
import dev.skerry.cli.job.JobValidate;
import dev.skerry.cli.node.NodeDrain;
import dev.skerry.cli.node.NodeEligibility;
import dev.skerry.cli.node.NodeList;
import dev.skerry.cli.node.NodeMeta;
import dev.skerry.cli.node.NodeRemove;
import dev.skerry.cli.node.NodeStatus;
import dev.skerry.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// All words of the command line, in the order that help lists them.
final class Commands {
    private Commands() {}

    static CommandLine line(Session session) {
        var line = new CommandLine(session);
        var job = noun(line, "job", "What shall run.");
        job.addSubcommand(new JobRun(session));
        job.addSubcommand(new JobPlan(session));
        job.addSubcommand(new JobStatus(session));
        job.addSubcommand(new JobStop(session));
        job.addSubcommand(new JobList(session));
        job.addSubcommand(new JobValidate(session));
        var node = noun(line, "node", "The machines it runs on.");
        node.addSubcommand(new NodeList(session));
        node.addSubcommand(new NodeStatus(session));
        node.addSubcommand(new NodeDrain(session));
        node.addSubcommand(new NodeEligibility(session));
        node.addSubcommand(new NodeMeta(session));
        node.addSubcommand(new NodeRemove(session));
        var alloc = noun(line, "alloc", "Allocations: what runs where, and its output.");
        alloc.addSubcommand(new AllocList(session));
        alloc.addSubcommand(new AllocStatus(session));
        alloc.addSubcommand(new AllocLogs(session));
        alloc.addSubcommand(new AllocStop(session));
        alloc.addSubcommand(new AllocRestart(session));
        var token = noun(line, "token", "Join tokens for new nodes.");
        line.addSubcommand(new EventsCommand(session));
        token.addSubcommand(new TokenCreate(session));
        line.addSubcommand(new StatusCommand(session));
        line.addSubcommand(new Dev(session));
        line.addSubcommand(new Completion(session));
        line.addSubcommand(new Version(session));
        line.addSubcommand(new Help(line));
        return line;
    }

    private static CommandLine noun(CommandLine line, String name, String description) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
        line.addSubcommand(name, spec);
        var noun = line.getSubcommands().get(name);
        if (noun == null) throw new IllegalStateException(name);
        return noun;
    }
}
