package dev.skerry.trust.audit;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Batch.Act;
import java.util.ArrayList;
import java.util.List;

/// Follows what becomes certain, and says what of it is still to be written behind what is kept.
///
/// A server that starts reads its log again, from a saved state on: what is kept already is passed
/// over, and looked at whether it is the same. Where the lines do not go on, an anchor says why.
/// What is written never changes.
public final class AuditTrail {
    static final String OTHER =
            "The lines before are not those that the servers' log has: a backup was put in its"
                    + " place, or they were changed.";

    private final AuditKept kept;

    /// What was written last, when all of it is.
    private AuditHead last;

    /// What was written before this server started.
    public interface AuditKept {
        /// The last line, or what the last anchor names; [AuditHead#NONE]: nothing is kept.
        AuditHead last();

        /// Whether another line than that is known to be there under its number.
        boolean differs(AuditHead line);
    }

    /// Something to be written.
    ///
    /// @param before a file that begins with it begins with an anchor to this
    /// @param after what has come before whatever follows it
    /// @param text a line of its own
    /// @param anchor it is an anchor itself
    /// @param wallMs when it happened; of an anchor 0
    public record Owed(
            AuditHead before, AuditHead after, String text, boolean anchor, long wallMs) {}

    public AuditTrail(AuditKept kept) {
        this.kept = kept;
        this.last = kept.last();
    }

    /// The state was replaced by one in which the audit has come so far.
    public List<Owed> loaded(AuditHead at) {
        if (at.number() > last.number()) return List.of(anchor(at, missing(last, at)));
        boolean other = at.number() == last.number() ? !at.equals(last) : kept.differs(at);
        return other ? List.of(anchor(at, OTHER)) : List.of();
    }

    /// A batch is certain.
    ///
    /// @param before how far the audit had come without it
    public List<Owed> committed(AuditHead before, Batch batch) {
        var owed = new ArrayList<Owed>();
        var at = before;
        for (var act : batch.acts()) at = owe(at, act, owed);
        return owed;
    }

    private AuditHead owe(AuditHead before, Act act, List<Owed> to) {
        var line = AuditLine.of(before, act);
        if (line == null) return before;
        var head = line.head();
        if (line.number() <= last.number()) {
            if (!kept.differs(head)) return head;
            to.add(anchor(before, OTHER));
        } else if (before.number() > last.number()) {
            to.add(anchor(before, missing(last, before)));
        } else if (!before.equals(last)) {
            to.add(anchor(before, OTHER));
        }
        to.add(new Owed(before, head, line.text(), false, act.wallMs()));
        last = head;
        return head;
    }

    private Owed anchor(AuditHead after, String why) {
        last = after;
        return new Owed(after, after, new AuditAnchor(after, why).text(), true, 0);
    }

    private static String missing(AuditHead last, AuditHead next) {
        return "Lines %d to %d are not here: this server did not have them any more."
                .formatted(last.number() + 1, next.number());
    }

    /// In the place of lines that could not be written.
    ///
    /// @param first the number of the first of them
    /// @param upTo the last of them
    public static Owed lost(long first, AuditHead upTo) {
        var why =
                "Lines %d to %d are not here: they could not be written."
                        .formatted(first, upTo.number());
        return new Owed(upTo, upTo, new AuditAnchor(upTo, why).text(), true, 0);
    }
}
