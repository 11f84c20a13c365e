package dev.skerry.cluster.codec;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ReportNumber;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.Run;
import dev.skerry.json.JsonForms;
import dev.skerry.kernel.Form;

/// Values as UTF-8 JSON and back, by adapters made at compile time: one form for the log, the link,
/// the journals and the API. These are what nodes and servers tell each other, and the nodes'
/// journal; what servers keep and answer is in [ServerCodec], so that no node loads it.
public final class Codec {
    private static final JsonForms FORMS = shared().whenMet("dev.skerry.cluster.").build();

    /// What happened on a node.
    public static final Form<NodeFact> NODE_FACT = of(NodeFact.class);

    /// What a node says on the link.
    public static final Form<NodeSays> NODE_SAYS = of(NodeSays.class);

    /// What the servers say on the link.
    public static final Form<ServersSay> SERVERS_SAY = of(ServersSay.class);

    /// What a server understands of a report at least.
    public static final Form<ReportNumber> REPORT_NUMBER = of(ReportNumber.class);

    /// What a server asks a node for.
    public static final Form<LogRequest> LOG_REQUEST = of(LogRequest.class);

    private Codec() {}

    /// The form of a type that a node meets.
    public static <T> Form<T> of(Class<T> type) {
        return FORMS.of(type);
    }

    /// With what nodes and servers share.
    static JsonForms.Builder shared() {
        return JsonForms.builder()
                .sealed(NodeFact.class, NodeNames.NODE_FACTS)
                .sealed(NodeSays.class, NodeNames.NODE_SAYS)
                .sealed(ServersSay.class, NodeNames.SERVERS_SAY)
                .sealed(CheckSpec.Target.class, NodeNames.TARGETS)
                .sealed(Launch.class, NodeNames.LAUNCHES)
                .sealed(TaskRun.class, NodeNames.RUNS)
                .through(TaskSpec.class, TaskForm.class, TaskForm::of, TaskForm::task)
                .sealed(Run.Phase.class, NodeNames.PHASES);
    }
}
