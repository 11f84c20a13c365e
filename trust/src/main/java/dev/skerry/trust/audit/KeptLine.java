package dev.skerry.trust.audit;

/// A line as it stands in a file, as far as it is looked at to find it again. Whether it is as it
/// was written only its hash tells.
public sealed interface KeptLine {
    /// What somebody has done.
    ///
    /// @param at as it stands there
    /// @param who the same
    record Noted(AuditHead head, String at, String who) implements KeptLine {}

    /// What follows it follows that line. A file begins with one; another one says that something
    /// is missing, or is there twice.
    record Anchor(AuditHead after) implements KeptLine {}

    /// Nothing that was written by a server.
    record Odd() implements KeptLine {}

    /// @param text without an end of the line
    static KeptLine of(String text) {
        if (AuditAnchor.begins(text)) return AuditAnchor.of(text);
        return text.startsWith(AuditLine.BEGINS) ? noted(text) : new Odd();
    }

    private static KeptLine noted(String text) {
        int at = text.indexOf(AuditLine.AT);
        int who = text.indexOf(AuditLine.WHO, Math.max(at, 0));
        int by = text.indexOf(AuditLine.BY, Math.max(who, 0));
        int hash = text.length() - AuditLine.HASH.length() - 64 - AuditLine.END.length();
        boolean right =
                at > 0
                        && who > 0
                        && by > 0
                        && hash > by
                        && text.startsWith(AuditLine.HASH, hash)
                        && text.endsWith(AuditLine.END);
        if (!right) return new Odd();
        int digits = hash + AuditLine.HASH.length();
        var head =
                AuditHead.of(
                        text.substring(AuditLine.BEGINS.length(), at),
                        text.substring(digits, digits + 64));
        if (head == null) return new Odd();
        return new Noted(
                head,
                text.substring(at + AuditLine.AT.length(), who),
                text.substring(who + AuditLine.WHO.length(), by));
    }

    /// Whether that one has done it.
    ///
    /// @param name `person:ada`, or only `ada`
    static boolean by(Noted line, String name) {
        var quoted = LineText.inside(name);
        return line.who.equals(quoted)
                || line.who.substring(line.who.indexOf(':') + 1).equals(quoted);
    }
}
