package dev.skerry.cluster.codec;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.link.Frame;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.Run;

/// The name of each alternative of a sealed type, in a node's journal and on the link.
final class NodeNames {
    private NodeNames() {}

    static final SealedNames<NodeFact> NODE_FACTS =
            new SealedNames<NodeFact>()
                    .add("booted", NodeFact.Booted.class)
                    .add("ordered", NodeFact.Ordered.class)
                    .add("taskMoved", NodeFact.TaskMoved.class)
                    .add("runMoved", NodeFact.RunMoved.class)
                    .add("removed", NodeFact.Removed.class)
                    .add("alone", NodeFact.Alone.class)
                    .add("heard", NodeFact.Heard.class)
                    .add("reportMade", NodeFact.ReportMade.class)
                    .add("reportAcknowledged", NodeFact.ReportAcknowledged.class)
                    .add("kept", NodeFact.Kept.class)
                    .add("runKept", NodeFact.RunKept.class)
                    .add("memoryLost", NodeFact.MemoryLost.class)
                    .constant("memoryWhole", new NodeFact.MemoryWhole());

    static final SealedNames<Frame.FromNode> FROM_NODE =
            new SealedNames<Frame.FromNode>()
                    .add("join", Frame.Join.class)
                    .add("hello", Frame.Hello.class)
                    .add("described", Frame.Described.class)
                    .add("renew", Frame.Renew.class)
                    .add("synced", Frame.Synced.class)
                    .add("report", Frame.Report.class)
                    .constant("ping", new Frame.Ping())
                    .add("logData", Frame.LogData.class)
                    .add("logEnd", Frame.LogEnd.class);

    static final SealedNames<Frame.FromServer> FROM_SERVER =
            new SealedNames<Frame.FromServer>()
                    .add("certified", Frame.Certified.class)
                    .add("welcome", Frame.Welcome.class)
                    .add("refused", Frame.Refused.class)
                    .add("sync", Frame.Sync.class)
                    .add("reported", Frame.Reported.class)
                    .constant("pong", new Frame.Pong())
                    .add("meta", Frame.Meta.class)
                    .add("logOpen", Frame.LogOpen.class)
                    .add("logClose", Frame.LogClose.class)
                    .add("logRead", Frame.LogRead.class);

    static final SealedNames<CheckSpec.Target> TARGETS =
            new SealedNames<CheckSpec.Target>()
                    .add("http", CheckSpec.Target.Http.class)
                    .add("tcp", CheckSpec.Target.Tcp.class)
                    .add("script", CheckSpec.Target.Script.class);

    static final SealedNames<Run.Phase> PHASES =
            new SealedNames<Run.Phase>()
                    .add("waiting", Run.Phase.Waiting.class)
                    .add("starting", Run.Phase.Starting.class)
                    .add("running", Run.Phase.Running.class)
                    .add("stopping", Run.Phase.Stopping.class)
                    .add("complete", Run.Phase.Complete.class)
                    .add("stopped", Run.Phase.Stopped.class)
                    .add("failed", Run.Phase.Failed.class);
}
