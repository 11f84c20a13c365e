package dev.skerry.trust.decide;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.audit.AuditRetention.AuditMark;
import dev.skerry.trust.state.Trust;
import java.util.ArrayList;

/// How long the lines of the audit are kept: by the servers' clock, so that no wall clock that is
/// wrong lets any go; a time in which no server runs does not count.
public final class AuditDecisions {
    private static final long DAY_MS = 24 * 3_600_000L;
    public static final long KEEP_MIN_MS = 1_000;
    public static final long KEEP_MAX_MS = 3_650 * DAY_MS;

    /// The lines of a day are let go together; where they are kept for less than four, the lines of
    /// a quarter of that time.
    static final long MARK_EVERY_MS = DAY_MS;

    static final int MARKS_PER_KEEP_MIN = 4;

    /// More than there are days that lines are kept for.
    static final int MARKS_MAX = 4_000;

    private AuditDecisions() {}

    /// Lets the lines up to the first mark go when they are old enough, and makes another mark when
    /// it is time.
    public static Decision<TrustFact, NoEffect> keep(
            Trust trust, TrustMessage.KeepAudit message, Now now) {
        long keepMs = message.keepMs();
        if (keepMs < KEEP_MIN_MS || keepMs > KEEP_MAX_MS)
            return Decision.refuse(new Refusal.Invalid("keep", keepMs + "ms", "from 1s to 3650d"));
        var facts = new ArrayList<TrustFact>();
        var marks = trust.retention().marks();
        if (!marks.isEmpty() && now.tickMs() - marks.getFirst().tickMs() > keepMs)
            facts.add(new TrustFact.AuditLetGo(marks.getFirst().at()));
        if (due(trust, keepMs, now))
            facts.add(new TrustFact.AuditMarked(new AuditMark(trust.audit(), now.tickMs())));
        return Decision.of(facts);
    }

    private static boolean due(Trust trust, long keepMs, Now now) {
        var marks = trust.retention().marks();
        long everyMs = Math.min(MARK_EVERY_MS, keepMs / MARKS_PER_KEEP_MIN);
        if (marks.isEmpty()) return !trust.retention().mayBeGone(trust.audit().number());
        var last = marks.getLast();
        return trust.audit().number() > last.at().number()
                && now.tickMs() - last.tickMs() >= everyMs
                && marks.size() < MARKS_MAX;
    }
}
