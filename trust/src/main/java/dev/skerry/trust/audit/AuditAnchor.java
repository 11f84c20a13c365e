package dev.skerry.trust.audit;

/// What a file of the audit begins with, so that it can be verified without those before it; and
/// what stands where the lines before do not go on with those behind.
///
/// @param after the line that the next one follows
/// @param why the lines do not go on here, for people; empty: they do
public record AuditAnchor(AuditHead after, String why) {
    private static final String BEGINS = "{\"after\":";
    private static final String HASH = ",\"hash\":\"";

    /// As it stands in a file: `{"after":12,"hash":"…"}`, with `why` at its end if it says so.
    public String text() {
        var line = new LineText().put("after", after.number()).put("hash", after.hash());
        return (why.isEmpty() ? line : line.put("why", why)).closed();
    }

    /// Whether the text begins as one.
    static boolean begins(String text) {
        return text.startsWith(BEGINS);
    }

    /// The line that it names, or none that can be.
    static KeptLine of(String text) {
        int comma = text.indexOf(',');
        int begin = comma + HASH.length();
        if (comma < 0 || !text.startsWith(HASH, comma) || text.length() < begin + 64)
            return new KeptLine.Odd();
        var head =
                AuditHead.of(
                        text.substring(BEGINS.length(), comma), text.substring(begin, begin + 64));
        return head == null ? new KeptLine.Odd() : new KeptLine.Anchor(head);
    }
}
