package dev.skerry.kernel.signing;

import dev.skerry.kernel.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The signing policy, as those see it who bring artifacts.
public interface Signing {
    /// Nothing has to be signed.
    Signing NONE =
            new Signing() {
                @Override
                public Signatures look(
                        String kind, String namespace, byte[] bytes, List<byte[]> shown) {
                    return new Signatures(shown.size(), List.of());
                }

                @Override
                public @Nullable Refusal against(Artifact artifact) {
                    return null;
                }
            };

    /// Looks at detached signatures, with the keys that the policy knows for such artifacts. It
    /// takes time: a fraction of a millisecond for each key and signature.
    ///
    /// @param bytes all of the artifact, as it was signed
    /// @param shown at most [Signatures#SHOWN_MAX] of at most [Signatures#BYTES_MAX]
    Signatures look(String kind, String namespace, byte[] bytes, List<byte[]> shown);

    /// What the policy has against it as of now; null: nothing. It is asked again when it is
    /// decided ([dev.skerry.kernel.Machine#against]).
    @Nullable Refusal against(Artifact artifact);
}
