package dev.skerry.cluster.codec;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.jsonb.GeneratedJsonComponent;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.json.JsonForms;
import dev.skerry.kernel.Form;

/// The forms of what servers keep and answer: every type that [ServerNames] lists.
public final class ServerCodec {
    private static final JsonForms FORMS =
            Codec.shared()
                    .sealed(ClusterFact.class, ServerNames.CLUSTER_FACTS)
                    .sealed(SavedRecord.class, ServerNames.SAVED)
                    .sealed(Recall.Recalled.class, ServerNames.RECALLED)
                    .through(
                            Allocation.class,
                            AllocationForm.class,
                            AllocationForm::of,
                            AllocationForm::allocation)
                    .all(new GeneratedJsonComponent())
                    .build();

    /// What happened to the cluster.
    public static final Form<ClusterFact> CLUSTER_FACT = of(ClusterFact.class);

    private ServerCodec() {}

    /// The form of a type that [ServerNames] lists.
    public static <T> Form<T> of(Class<T> type) {
        return FORMS.of(type);
    }
}
