package dev.skerry.http.signing;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.signing.Artifact;
import dev.skerry.kernel.signing.Signatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The signing policy, as routes see it that take artifacts in.
public interface Signing {
    /// Nothing has to be signed.
    Signing NONE =
            new Signing() {
                @Override
                public Signatures verify(
                        String kind, String namespace, byte[] bytes, List<byte[]> shown) {
                    return new Signatures(shown.size(), List.of());
                }

                @Override
                public @Nullable Refusal against(Artifact artifact) {
                    return null;
                }
            };

    /// Verifies detached signatures, with the keys that the policy knows for such artifacts. It
    /// takes time: a fraction of a millisecond for each key and signature.
    ///
    /// @param bytes all of the artifact, as it was signed
    /// @param shown as [SentSignatures] has them, which bounds what it costs
    Signatures verify(String kind, String namespace, byte[] bytes, List<byte[]> shown);

    /// What the policy has against it as of now; null: nothing. It is asked again when it is
    /// decided ([dev.skerry.kernel.Machine#against]).
    @Nullable Refusal against(Artifact artifact);
}
