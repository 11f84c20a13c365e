package dev.skerry.trust.codec;

import dev.skerry.json.RecordReader;
import dev.skerry.json.RecordWriter;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.trust.state.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// All tokens, roles, issuers and signing rules as a stream of records.
public final class SavedTrust implements Saved<Trust> {
    private static final int FORMAT = 1;
    private static final Form<TrustRecord> FORM = TrustCodec.of(TrustRecord.class);

    @Override
    public Room<Trust, ?, ?, ?> room() {
        return TrustRoom.TRUST;
    }

    @Override
    public void write(Trust trust, OutputStream to) throws IOException {
        var out = new RecordWriter<>(FORM, to);
        var letGo = trust.retention().letGo();
        out.write(
                new TrustRecord.Header(
                        FORMAT,
                        trust.firstMade(),
                        trust.tickMs(),
                        trust.audit(),
                        letGo.number() == 0 ? null : letGo));
        for (var mark : trust.retention().marks()) out.write(new TrustRecord.OfAuditMark(mark));
        for (var role : trust.roles().values()) out.write(new TrustRecord.OfRole(role));
        for (var issuer : trust.issuers().values()) out.write(new TrustRecord.OfIssuer(issuer));
        for (var rule : trust.signing().values()) out.write(new TrustRecord.OfSigningRule(rule));
        for (var token : trust.tokens().values()) out.write(new TrustRecord.OfToken(token));
        out.write(new TrustRecord.End(out.count()));
        out.flush();
    }

    @Override
    public Trust read(InputStream from) throws IOException {
        var in = new RecordReader<>(FORM, from);
        if (!(in.read() instanceof TrustRecord.Header header)) throw in.damaged("is not a header");
        if (header.format() != FORMAT)
            throw in.damaged("has format " + header.format() + "; this version reads " + FORMAT);
        var trust = Trust.EMPTY.first(header.firstMade()).atTick(header.tickMs());
        if (header.audit() != null) trust = trust.audited(header.audit());
        if (header.letGo() != null)
            trust = trust.keeping(trust.retention().lettingGo(header.letGo()));
        while (true) {
            switch (in.read()) {
                case TrustRecord.OfAuditMark(var mark) ->
                        trust = trust.keeping(trust.retention().with(mark));
                case TrustRecord.OfToken(var token) -> trust = trust.with(token);
                case TrustRecord.OfRole(var role) -> trust = trust.with(role);
                case TrustRecord.OfIssuer(var issuer) -> trust = trust.with(issuer);
                case TrustRecord.OfSigningRule(var rule) -> trust = trust.with(rule);
                case TrustRecord.Header _ -> throw in.damaged("is a second header");
                case TrustRecord.End(long records) -> {
                    if (records != in.count() - 1) throw in.damaged("counts other records");
                    return trust;
                }
            }
        }
    }
}
