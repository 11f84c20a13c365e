package dev.skerry.cluster.codec;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.Run;
import dev.skerry.json.SealedNames;

/// The name of each alternative of a sealed type, in a node's journal and on the link.
final class NodeNames {
    private NodeNames() {}

    static final SealedNames<NodeFact> NODE_FACTS =
            new SealedNames<NodeFact>()
                    .add("booted", NodeFact.Booted.class)
                    .add("ordered", NodeFact.Ordered.class)
                    .add("taskMoved", NodeFact.TaskMoved.class)
                    .add("runMoved", NodeFact.RunMoved.class)
                    .add("roundsMoved", NodeFact.RoundsMoved.class)
                    .add("roundBegun", NodeFact.RoundBegun.class)
                    .add("removed", NodeFact.Removed.class)
                    .add("alone", NodeFact.Alone.class)
                    .add("heard", NodeFact.Heard.class)
                    .add("reportMade", NodeFact.ReportMade.class)
                    .add("reportAcknowledged", NodeFact.ReportAcknowledged.class)
                    .add("kept", NodeFact.Kept.class)
                    .add("runKept", NodeFact.RunKept.class)
                    .add("memoryLost", NodeFact.MemoryLost.class)
                    .add("recallsNoted", NodeFact.RecallsNoted.class)
                    .constant("memoryWhole", new NodeFact.MemoryWhole());

    static final SealedNames<NodeSays> NODE_SAYS =
            new SealedNames<NodeSays>()
                    .add("described", NodeSays.Described.class)
                    .add("synced", NodeSays.Synced.class)
                    .add("report", NodeSays.Report.class);

    static final SealedNames<ServersSay> SERVERS_SAY =
            new SealedNames<ServersSay>()
                    .add("sync", ServersSay.Sync.class)
                    .add("reported", ServersSay.Reported.class)
                    .add("meta", ServersSay.Meta.class);

    static final SealedNames<CheckSpec.Target> TARGETS =
            new SealedNames<CheckSpec.Target>()
                    .add("http", CheckSpec.Target.Http.class)
                    .add("tcp", CheckSpec.Target.Tcp.class)
                    .add("script", CheckSpec.Target.Script.class);

    static final SealedNames<Launch> LAUNCHES =
            new SealedNames<Launch>()
                    .add("periodic", Launch.Periodic.class)
                    .add("onNode", Launch.OnNode.class)
                    .add("parameterized", Launch.Parameterized.class)
                    .add("launched", Launch.Launched.class);

    static final SealedNames<TaskRun> RUNS =
            new SealedNames<TaskRun>()
                    .add("exec", TaskRun.Exec.class)
                    .add("rawExec", TaskRun.RawExec.class)
                    .add("java", TaskRun.Java.class)
                    .add("wasm", TaskRun.Wasm.class)
                    .add("container", TaskRun.Container.class)
                    .add("unknown", TaskRun.Unknown.class);

    static final SealedNames<Run.Phase> PHASES =
            new SealedNames<Run.Phase>()
                    .add("waiting", Run.Phase.Waiting.class)
                    .add("starting", Run.Phase.Starting.class)
                    .add("preparing", Run.Phase.Preparing.class)
                    .add("running", Run.Phase.Running.class)
                    .add("stopping", Run.Phase.Stopping.class)
                    .add("resting", Run.Phase.Resting.class)
                    .add("complete", Run.Phase.Complete.class)
                    .add("stopped", Run.Phase.Stopped.class)
                    .add("failed", Run.Phase.Failed.class);
}
