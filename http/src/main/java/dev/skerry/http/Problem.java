package dev.skerry.http;

/// One thing that is wrong in a file that was sent.
///
/// @param line from 1; 0 when it concerns no place
/// @param column from 1
/// @param key the path of what is wrong: `groups.badge.count`; empty: the file as a whole
/// @param value what stands there, shortened; empty when nothing does
/// @param message a sentence that says what would be right
public record Problem(int line, int column, String key, String value, String message) {
    /// As a compiler would say it, so that editors can jump there.
    ///
    /// @param file empty: it was none
    public String text(String file) {
        if (file.isEmpty()) return "line " + line + ", column " + column + ": " + message;
        return file + ":" + line + ":" + column + ": " + message;
    }
}
