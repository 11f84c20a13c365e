package dev.skerry.trust.audit;

import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Told;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody has done, as one line of JSON:
///
/// | key       | what                                                                       |
/// |-----------|----------------------------------------------------------------------------|
/// | `number`  | from 1 on, each once                                                       |
/// | `at`      | when it was decided, by the leader's wall clock, as RFC 3339 has it        |
/// | `who`     | `person:ada`, `device:…`, `task:…`; `server`: what servers have noted      |
/// | `by`      | the id of his token, of a task that of its allocation; may be empty. Of a  |
/// |           | log-in on the word of an issuer that of the token which is given for it    |
/// | `from`    | the address that he came from; may be empty                                |
/// | `did`     | room, kind of fact and what it is about; the same is there once            |
/// | `refused` | only where requests were refused: which, and how often                     |
/// | `others`  | as many more were refused, of which only this is known                     |
/// | `facts`   | SHA-256 of the facts as they stand in the log                              |
/// | `hash`    | SHA-256 of the hash before it and of the line up to here, closed with a `}` |
///
/// The first line is that of the first token, before which nobody is known. So the lines begin at
/// the same entry from whichever saved state the log is read, also where a fleet was there before
/// it had an audit.
///
/// Servers, and whoever verifies the lines, compute the same from the same: none of this changes.
/// Servers of a later build may write further keys, before `facts`.
///
/// @param text without an end of the line
public record AuditLine(long number, String text, String hash) {
    static final String BEGINS = "{\"number\":";
    static final String AT = ",\"at\":\"";
    static final String WHO = "\",\"who\":\"";
    static final String BY = "\",\"by\":\"";
    static final String HASH = ",\"hash\":\"";
    static final String END = "\"}";

    /// Of what one act has done, so much is told apart.
    static final int DID_MAX = 32;

    /// The line after that one for an act; null: there is none for such an act.
    public static @Nullable AuditLine of(AuditHead before, Act act) {
        var noted = refusals(act);
        boolean kept = noted != null || somebody(act.caller()) || ofTheFirst(act);
        boolean begun = before.number() > 0 || ofNew(act);
        if (!kept || !begun) return null;
        long number = before.number() + 1;
        var line =
                new LineText()
                        .put("number", number)
                        .put("at", Instant.ofEpochMilli(act.wallMs()).toString())
                        .put("who", act.caller().text())
                        .put("by", by(act))
                        .put("from", act.caller().from())
                        .put("did", did(act.facts()));
        if (noted != null)
            line.objects("refused", noted.refused().stream().map(TurnedAway::json).toList())
                    .put("others", noted.others());
        var open = line.put("facts", facts(act.facts())).closed();
        var hash = hash(before.hash(), open);
        var text = open.substring(0, open.length() - 1) + HASH + hash + END;
        return new AuditLine(number, text, hash);
    }

    /// How far the audit has come with it.
    public AuditHead head() {
        return new AuditHead(number, hash);
    }

    /// @param line without its hash
    private static String hash(String before, String line) {
        return new Sha256().add(before).add(line).hex();
    }

    private static String by(Act act) {
        var given = fact(act, TrustFact.TokenGiven.class);
        return given == null ? act.caller().by() : given.tokenId();
    }

    private static boolean somebody(Caller caller) {
        return switch (caller.kind()) {
            case PERSON, DEVICE, TASK -> true;
            case SERVER, NODE -> false;
        };
    }

    /// Whoever can start a server makes a token, or may make another.
    private static boolean ofTheFirst(Act act) {
        return fact(act, TrustFact.FirstTokenMade.class) != null
                || fact(act, TrustFact.FirstTokenAllowed.class) != null;
    }

    private static boolean ofNew(Act act) {
        return fact(act, TrustFact.FirstTokenMade.class) != null
                || fact(act, TrustFact.TokenCreated.class) != null;
    }

    private static TrustFact.@Nullable RefusalsNoted refusals(Act act) {
        return fact(act, TrustFact.RefusalsNoted.class);
    }

    private static <T> @Nullable T fact(Act act, Class<T> type) {
        for (var told : act.facts()) {
            var fact = told.fact(type);
            if (fact != null) return fact;
        }
        return null;
    }

    private static List<String> did(List<Told> facts) {
        var did = new LinkedHashSet<String>();
        int more = 0;
        for (var told : facts) {
            var about = told.about();
            var words = told.room() + " " + told.kind() + (about.isEmpty() ? "" : " " + about);
            if (did.size() < DID_MAX) did.add(words);
            else if (!did.contains(words)) more++;
        }
        var list = new ArrayList<>(did);
        if (more > 0) list.add("and " + more + " more");
        return list;
    }

    /// Each behind its room's name and its length, which say where it ends.
    private static String facts(List<Told> facts) {
        var sum = new Sha256();
        for (var told : facts) {
            var room = told.room().getBytes(StandardCharsets.US_ASCII);
            sum.add(room.length).add(room).add(told.bytes().length).add(told.bytes());
        }
        return sum.hex();
    }
}
