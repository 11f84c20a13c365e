package dev.skerry.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.kernel.events.Event;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention.AuditMark;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.state.Trust;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustEventsTest {
    private static final SigningRule TILL =
            new SigningRule("till", List.of(Glob.ALL), List.of(Glob.ALL), 1, List.of());

    private static String sentences(Trust before, TrustFact... facts) {
        var events = TrustEvents.of(List.of(facts), before);
        return String.join("\n", events.stream().map(Event::text).toList());
    }

    /// That it may be let go up to there later is for the servers themselves.
    @Test
    void whatIsLetGoOfTheAuditIsSaid() {
        var head = new AuditHead(7, "a".repeat(64));
        var marked = new TrustFact.AuditMarked(new AuditMark(head, 1));
        assertEquals(
                "The lines of the audit up to number 7 have been kept for long enough.",
                sentences(Trust.EMPTY, marked, new TrustFact.AuditLetGo(head)));
    }

    @Test
    void aSigningRuleComesChangesAndGoes() {
        var applied = new TrustFact.SigningRuleApplied(TILL);
        assertEquals("Signing rule till was made.", sentences(Trust.EMPTY, applied));
        var with = Trust.EMPTY.with(TILL);
        assertEquals("Signing rule till was changed.", sentences(with, applied));
        assertEquals(
                "Signing rule till was deleted.",
                sentences(with, new TrustFact.SigningRuleDeleted("till")));
    }
}
