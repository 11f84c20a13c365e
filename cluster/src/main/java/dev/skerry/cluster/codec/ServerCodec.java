package dev.skerry.cluster.codec;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.jsonb.GeneratedJsonComponent;
import io.avaje.jsonb.Jsonb;

/// The forms of what servers keep and answer: every type that [Names] lists.
public final class ServerCodec {
    private static final Jsonb JSONB =
            Codec.shared(Jsonb.builder())
                    .add(ClusterFact.class, it -> new SealedAdapter<>(it, Names.CLUSTER_FACTS))
                    .add(Saved.class, it -> new SealedAdapter<>(it, Names.SAVED))
                    .add(new GeneratedJsonComponent())
                    .build();

    /// What happened to the cluster.
    public static final Codec.Form<ClusterFact> CLUSTER_FACT = of(ClusterFact.class);

    private ServerCodec() {}

    /// The form of a type that [Names] lists.
    public static <T> Codec.Form<T> of(Class<T> type) {
        return new Codec.Form<>(JSONB.type(type));
    }
}
