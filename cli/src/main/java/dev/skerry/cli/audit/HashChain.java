package dev.skerry.cli.audit;

import dev.skerry.cli.show.Words;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Computes the hash of each line again, from the hash before it and the line without its own.
///
/// A line is `{"number":7,…,"hash":"…"}`; an anchor, `{"after":7,"hash":"…"}`, says which line the
/// next one follows.
final class HashChain {
    private static final Pattern ANCHOR =
            Pattern.compile(
                    "\\{\"after\":([0-9]{1,18}),\"hash\":\"([0-9a-f]{64})\""
                            + "(?:,\"why\":\"(.*)\")?}");
    private static final Pattern LINE = Pattern.compile("\\{\"number\":([0-9]{1,18}),");
    private static final String HASH = ",\"hash\":\"";
    private static final int TAIL = HASH.length() + 64 + 2;

    /// Of what is wrong, so much is said; the first of it is what counts.
    private static final int WRONG_MAX = 20;

    private final List<String> wrong = new ArrayList<>();
    private final long wantedNumber;
    private final String wantedHash;
    private long first;
    private String beforeFirst = "";
    private boolean letGo;
    private long number = -1;
    private String hash = "";
    private long lines;
    private boolean met;
    private boolean broken;

    /// @param number of the line whose hash is known; 0: no line
    /// @param hash of that line; empty: none is known
    HashChain(long number, String hash) {
        this.wantedNumber = number;
        this.wantedHash = hash;
    }

    /// The next line.
    ///
    /// @return false: it is wrong, and nothing can be said of what follows
    boolean add(String text) {
        var anchor = ANCHOR.matcher(text);
        if (anchor.matches()) {
            anchor(Long.parseLong(anchor.group(1)), anchor.group(2), anchor.group(3));
            return true;
        }
        var line = LINE.matcher(text);
        int tail = text.length() - TAIL;
        boolean whole = line.lookingAt() && tail > line.end() && text.startsWith(HASH, tail);
        if (!whole) return breaks(behind() + " stands what no server has written.");
        long next = Long.parseLong(line.group(1));
        if (number < 0) return breaks("Line %d follows no other.".formatted(next));
        if (next != number + 1)
            return breaks(
                    next > number + 1
                            ? missing(number + 1, next - 1)
                            : behind() + " stands line %d.".formatted(next));
        var right = sha256(hash + text.substring(0, tail) + "}");
        if (!text.startsWith(right, tail + HASH.length()))
            return breaks("Line %d is not as it was written.".formatted(next));
        number = next;
        hash = right;
        lines++;
        meet();
        return true;
    }

    private boolean breaks(String sentence) {
        broken = true;
        wrong.add(sentence);
        return false;
    }

    private String behind() {
        return number <= 0 ? "Before the first line" : "Behind line " + number;
    }

    private static String missing(long from, long to) {
        return from == to
                ? "Line %d is missing.".formatted(from)
                : "Lines %d to %d are missing.".formatted(from, to);
    }

    private void anchor(long after, String itsHash, @Nullable String why) {
        boolean begins = number < 0;
        boolean goesOn = after == number && itsHash.equals(hash);
        if (begins) {
            first = after + 1;
            beforeFirst = itsHash;
        }
        if (!begins && !goesOn) say(cut(after, why));
        else if (begins && why != null) say(why);
        number = after;
        hash = itsHash;
        meet();
    }

    private String cut(long after, @Nullable String why) {
        if (why != null) return behind() + ": " + why;
        if (after > number) return missing(number + 1, after);
        return behind() + " the lines go on after line %d of others.".formatted(after);
    }

    private void say(String sentence) {
        if (wrong.size() < WRONG_MAX) wrong.add(sentence);
    }

    private void meet() {
        if (number == wantedNumber) met = hash.equals(wantedHash);
    }

    /// All lines are there.
    void end() {
        if (broken || wantedHash.isEmpty() || met) return;
        if (wantedNumber > Math.max(number, 0)) say(missing(Math.max(number, 0) + 1, wantedNumber));
        else if (wantedNumber > 0)
            say("Line %d is not the one that the servers know.".formatted(wantedNumber));
    }

    /// Compares where the lines begin with what the servers have let go.
    ///
    /// @param last the number of the last line that was; 0: none was
    /// @param itsHash of that line
    void begin(long last, String itsHash) {
        letGo = true;
        if (first > last + 1) {
            var said = last == 0 ? "none" : "those up to line " + last + " only";
            wrong.addFirst(
                    "%s The servers have let go of %s."
                            .formatted(missing(last + 1, first - 1), said));
        } else if (first == last + 1 && !beforeFirst.equals(itsHash)) {
            wrong.addFirst(
                    "Line %d follows another than the one that was let go.".formatted(first));
        }
    }

    /// A sentence for each thing that is wrong, the first first; none: all is well.
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// What was looked at, for people.
    ///
    /// @param end a sentence about the last line
    String seen(String end) {
        if (lines == 0) return "There is no line.";
        var why = letGo ? "were let go" : "are gone: let go, or taken away";
        var begins = first > 1 ? " Those before line %d %s.".formatted(first, why) : "";
        return "%s, up to number %d, as they were written.%s %s"
                .formatted(Words.count(lines, "line"), number, begins, end);
    }

    /// Of the last line.
    String hash() {
        return hash;
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
