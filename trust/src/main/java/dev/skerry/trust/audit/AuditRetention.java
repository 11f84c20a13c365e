package dev.skerry.trust.audit;

import java.util.ArrayList;
import java.util.List;

/// Which lines of the audit are kept: those behind the last that was let go. It stands in the
/// state, so that nobody who only has a disk can let lines go.
///
/// @param letGo the last line that was let go; [AuditHead#NONE]: none was
/// @param marks how far the audit has come at some times since, the first first: up to one of them
///   lines are let go together
public record AuditRetention(AuditHead letGo, List<AuditMark> marks) {
    public static final AuditRetention NONE = new AuditRetention(AuditHead.NONE, List.of());

    public AuditRetention {
        marks = List.copyOf(marks);
    }

    /// So far the audit had come at that time.
    ///
    /// @param tickMs on the servers' clock
    public record AuditMark(AuditHead at, long tickMs) {}

    /// Whether the line of that number may be gone, and all before it.
    public boolean mayBeGone(long number) {
        return number <= letGo.number();
    }

    /// With one mark more.
    public AuditRetention with(AuditMark mark) {
        var more = new ArrayList<>(marks);
        more.add(mark);
        return new AuditRetention(letGo, more);
    }

    /// Without the lines up to that one.
    public AuditRetention lettingGo(AuditHead upTo) {
        var behind = marks.stream().filter(it -> it.at().number() > upTo.number()).toList();
        return new AuditRetention(upTo, behind);
    }
}
