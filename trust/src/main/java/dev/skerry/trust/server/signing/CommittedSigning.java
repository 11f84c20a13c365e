package dev.skerry.trust.server.signing;

import dev.skerry.http.signing.Signing;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.signing.Artifact;
import dev.skerry.kernel.signing.Signatures;
import dev.skerry.trust.signing.SigningPolicy;
import dev.skerry.trust.state.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The signing policy as it is committed.
///
/// @param check of one signature
public record CommittedSigning(Supplier<Trust> trust, SignatureCheck check) implements Signing {
    @Override
    public Signatures verify(String kind, String namespace, byte[] bytes, List<byte[]> shown) {
        if (shown.isEmpty()) return Signatures.NONE;
        var good = new ArrayList<String>();
        for (var key : SigningPolicy.keys(trust.get().signing().values(), kind, namespace))
            if (shown.stream().anyMatch(it -> check.good(key, bytes, it)))
                good.add(key.fingerprint());
        return new Signatures(shown.size(), good);
    }

    @Override
    public @Nullable Refusal against(Artifact artifact) {
        return SigningPolicy.against(trust.get().signing().values(), artifact);
    }
}
