package dev.skerry.agent;

/// Lines for people.
public final class PlainText {
    private final StringBuilder text = new StringBuilder(1024);

    /// A line of several parts. What tasks have said must not move a terminal's cursor.
    public void line(String... parts) {
        for (var part : parts) {
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                text.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        text.append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
