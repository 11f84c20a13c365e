package dev.skerry.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention;
import dev.skerry.trust.audit.AuditRetention.AuditMark;
import dev.skerry.trust.state.Trust;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When lines of the audit are let go.
class AuditKeepTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;

    private final TrustMachine machine = new TrustMachine();
    private Trust trust = Trust.EMPTY;
    private long tickMs = 1_000;
    private long wallMs = 1_000_000;

    private static AuditHead head(long number) {
        return new AuditHead(number, "%064x".formatted(number));
    }

    private void lines(long upTo) {
        trust = trust.audited(head(upTo));
    }

    /// What comes of it, and is applied.
    private List<String> keep(long keepMs) {
        var message = new TrustMessage.KeepAudit(keepMs);
        return switch (machine.decide(Sight.alone(trust), message, new Now(tickMs, wallMs))) {
            case Decision.Refused(var refusal) -> List.of(refusal.sentence());
            case Decision.Accepted(var facts, _) -> {
                for (var fact : facts) trust = machine.apply(trust, fact);
                yield facts.stream().map(AuditKeepTest::shown).toList();
            }
        };
    }

    private static String shown(TrustFact fact) {
        return switch (fact) {
            case TrustFact.AuditMarked(var mark) -> "marked " + mark.at().number();
            case TrustFact.AuditLetGo(var upTo) -> "let go " + upTo.number();
            default -> fact + "";
        };
    }

    @Test
    void theLinesOfADayGoTogetherWhenTheyAreOldEnough() {
        assertEquals(List.of(), keep(10 * DAY_MS), "there is no line");
        for (int day = 1; day <= 10; day++) {
            lines(100L * day);
            assertEquals(List.of("marked " + 100 * day), keep(10 * DAY_MS));
            tickMs += DAY_MS / 2;
            lines(100L * day + 50);
            assertEquals(List.of(), keep(10 * DAY_MS));
            tickMs += DAY_MS / 2;
        }
        assertEquals(List.of("marked 1050"), keep(10 * DAY_MS));
        assertEquals(List.of(), keep(10 * DAY_MS), "no more than ten days ago");
        tickMs += 1;
        assertEquals(List.of("let go 100"), keep(10 * DAY_MS));
        assertEquals(head(100), trust.retention().letGo());
        assertEquals(List.of(), keep(10 * DAY_MS));
        tickMs += 3 * DAY_MS;
        for (var gone : List.of("200", "300", "400"))
            assertEquals(List.of("let go " + gone), keep(10 * DAY_MS), "one day at a time");
        assertEquals(List.of(), keep(10 * DAY_MS), "nothing was done since line 1050");
        tickMs += 100 * DAY_MS;
        while (!keep(10 * DAY_MS).isEmpty()) assertEquals(Trust.EMPTY.tokens(), trust.tokens());
        assertEquals(new AuditRetention(head(1_050), List.of()), trust.retention());
        lines(1_051);
        assertEquals(List.of("marked 1051"), keep(10 * DAY_MS));
        assertEquals(tickMs, trust.tickMs(), "the servers' clock goes on from it");
    }

    @Test
    void noWallClockLetsAnyGo() {
        lines(7);
        keep(DAY_MS);
        for (long wrongMs : new long[] {0, Long.MAX_VALUE, 9_000 * DAY_MS}) {
            wallMs = wrongMs;
            assertEquals(List.of(), keep(DAY_MS));
        }
        tickMs += DAY_MS + 1;
        wallMs = 0;
        assertEquals(List.of("let go 7"), keep(DAY_MS));
    }

    @Test
    void whatIsKeptForAShortTimeIsLetGoInSmallerParts() {
        lines(1);
        assertEquals(List.of("marked 1"), keep(8 * HOUR_MS));
        lines(2);
        tickMs += 2 * HOUR_MS - 1;
        assertEquals(List.of(), keep(8 * HOUR_MS));
        tickMs++;
        assertEquals(List.of("marked 2"), keep(8 * HOUR_MS));
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        for (long keepMs : new long[] {0, 999, 3_650 * DAY_MS + 1})
            assertEquals(
                    List.of("keep is \"%dms\"; it should be from 1s to 3650d.".formatted(keepMs)),
                    keep(keepMs));
        for (long keepMs : new long[] {1_000, 3_650 * DAY_MS})
            assertEquals(List.of(), keep(keepMs), "there is no line");
    }

    /// A time that was short made many of them, and each look lets one go.
    @Test
    void marksAreBounded() {
        for (int i = 1; i <= 4_001; i++) {
            lines(i);
            trust = machine.apply(trust, new TrustFact.AuditMarked(new AuditMark(head(i), i)));
        }
        for (int i = 0; i < 2; i++) {
            lines(5_000 + i);
            tickMs += DAY_MS;
            assertEquals(List.of(), keep(3_650 * DAY_MS));
        }
        trust = machine.apply(trust, new TrustFact.AuditLetGo(head(2)));
        assertEquals(List.of("marked 5001"), keep(3_650 * DAY_MS));
        lines(6_000);
        tickMs += DAY_MS;
        assertEquals(List.of(), keep(3_650 * DAY_MS));
    }
}
