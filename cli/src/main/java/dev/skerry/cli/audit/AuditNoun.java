package dev.skerry.cli.audit;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry audit`.
public final class AuditNoun {
    private AuditNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "audit",
                "Who has done what.",
                List.of(new AuditList(session), new AuditVerify(session)));
    }
}
