package dev.skerry.cluster.codec;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ReportNumber;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.Run;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;

/// Values as UTF-8 JSON and back, by adapters made at compile time: one form for the log, the link,
/// the journals and the API. These are what nodes and servers tell each other, and the nodes'
/// journal; what servers keep and answer is in [ServerCodec], so that no node loads it.
public final class Codec {
    private static final Jsonb JSONB = shared(Jsonb.builder()).add(new NodeForms()).build();

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

    /// The form of a type that [NodeForms] knows.
    public static <T> Form<T> of(Class<T> type) {
        return new JsonForm<>(JSONB.type(type));
    }

    /// With what nodes and servers share.
    static Jsonb.Builder shared(Jsonb.Builder builder) {
        return builder.serializeNulls(false)
                .add(ExactAdapters::maps)
                .add(Double.TYPE, new ExactAdapters.OfDouble())
                .add(Double.class, new ExactAdapters.OfDouble())
                .add(NodeFact.class, it -> new SealedAdapter<>(it, NodeNames.NODE_FACTS))
                .add(NodeSays.class, it -> new SealedAdapter<>(it, NodeNames.NODE_SAYS))
                .add(ServersSay.class, it -> new SealedAdapter<>(it, NodeNames.SERVERS_SAY))
                .add(CheckSpec.Target.class, it -> new SealedAdapter<>(it, NodeNames.TARGETS))
                .add(Run.Phase.class, it -> new SealedAdapter<>(it, NodeNames.PHASES));
    }

    record JsonForm<T>(JsonType<T> type) implements Form<T> {
        @Override
        public byte[] encode(T value) {
            return type.toJsonBytes(value);
        }

        @Override
        public T decode(byte[] bytes) throws Malformed {
            try {
                return type.fromJson(bytes);
            } catch (JsonException
                    | NullPointerException
                    | IllegalArgumentException
                    | IndexOutOfBoundsException e) { // the last: it ends within an escape
                throw malformed(e);
            } catch (StackOverflowError e) { // what is not known is skipped by calls that nest
                throw malformed(new IllegalArgumentException("it nests too deep", e));
            }
        }
    }

    private static Malformed malformed(Exception cause) {
        return new Malformed("not what is expected here: " + cause.getMessage(), cause);
    }
}
