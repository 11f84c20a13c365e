package dev.skerry.trust.server.issuers;

import dev.skerry.kernel.Now;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.state.Trust;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.NamedFile;
import dev.skerry.yaml.Wording;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Issuers, as people apply them from files.
///
/// @param keys what is known of theirs
/// @param time the servers' clock
public record AppliedIssuers(JwtKeys keys, Supplier<Now> time)
        implements NamedFile<Trust, TrustMessage, Issuer> {
    @Override
    public String path() {
        return "/v1/issuers";
    }

    @Override
    public String kind() {
        return "issuer";
    }

    @Override
    public FileReading<Issuer> read(byte[] bytes, Wording wording, String name) {
        return IssuerFile.parse(bytes, wording, name, keys::wrong);
    }

    @Override
    public String nameOf(Issuer one) {
        return one.name();
    }

    @Override
    public Collection<Issuer> all(Trust state) {
        return state.issuers().values();
    }

    @Override
    public @Nullable Issuer find(Trust state, String name) {
        return state.issuers().find(name);
    }

    @Override
    public Object answer(Issuer one) {
        return IssuerAnswers.one(one, keys.state(one.name()), time.get());
    }

    @Override
    public TrustMessage apply(Issuer one) {
        return new TrustMessage.ApplyIssuer(one);
    }

    @Override
    public TrustMessage delete(String name) {
        return new TrustMessage.DeleteIssuer(name);
    }

    @Override
    public Object changed(String name, long index) {
        return new IssuerAnswers.IssuerChanged(name, index);
    }
}
