package dev.skerry.trust.server.signing;

import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.state.Trust;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.NamedFile;
import dev.skerry.yaml.Wording;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Signing rules, as people apply them from files.
public record AppliedSigningRules() implements NamedFile<Trust, TrustMessage, SigningRule> {
    @Override
    public String path() {
        return "/v1/signing";
    }

    @Override
    public String kind() {
        return "signing rule";
    }

    @Override
    public FileReading<SigningRule> read(byte[] bytes, Wording wording, String name) {
        return SigningFile.parse(bytes, wording, name);
    }

    @Override
    public String nameOf(SigningRule one) {
        return one.name();
    }

    @Override
    public Collection<SigningRule> all(Trust state) {
        return state.signing().values();
    }

    @Override
    public @Nullable SigningRule find(Trust state, String name) {
        return state.signing().find(name);
    }

    @Override
    public Object answer(SigningRule one) {
        return SigningAnswers.one(one);
    }

    @Override
    public TrustMessage apply(SigningRule one) {
        return new TrustMessage.ApplySigningRule(one);
    }

    @Override
    public TrustMessage delete(String name) {
        return new TrustMessage.DeleteSigningRule(name);
    }

    @Override
    public Object changed(String name, long index) {
        return new SigningAnswers.SigningRuleChanged(name, index);
    }
}
