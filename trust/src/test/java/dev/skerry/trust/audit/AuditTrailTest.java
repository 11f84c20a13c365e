package dev.skerry.trust.audit;

import static dev.skerry.trust.audit.AuditLineTest.act;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.state.AccessToken;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is written after a start, whatever is kept by then: shown as `12` for a line and `(12 why)`
/// for an anchor.
class AuditTrailTest {
    private static final Caller ADA = new Caller(Caller.Kind.PERSON, "ada");

    /// What this server has written.
    private final List<String> file = new ArrayList<>();

    private AuditTrail trail = started();

    /// A log: how far the audit is after each of its entries.
    private static final class Log {
        final List<Batch> entries = new ArrayList<>();
        final List<AuditHead> heads = new ArrayList<>(List.of(AuditHead.NONE));

        Log(int... tokens) {
            for (int token : tokens) add(token);
        }

        private static AccessToken token(String name) {
            return new AccessToken(name, name, name, List.of("admin"), 1, 2, 2);
        }

        /// Two acts, of which one is a line.
        void add(int number) {
            var fact = new TrustFact.TokenCreated(token("t" + number));
            var act = act(ADA, fact);
            var line = AuditLine.of(heads.getLast(), act);
            entries.add(new Batch(1, number, List.of(act(Caller.SERVERS, fact), act)));
            heads.add(line == null ? heads.getLast() : line.head());
        }
    }

    /// With what is in the file.
    private AuditTrail started() {
        return new AuditTrail(
                new AuditTrail.AuditKept() {
                    @Override
                    public AuditHead last() {
                        return file.isEmpty() ? AuditHead.NONE : head(file.getLast());
                    }

                    @Override
                    public boolean differs(AuditHead line) {
                        for (var text : file.reversed())
                            if (head(text).number() == line.number())
                                return !head(text).equals(line);
                        return false;
                    }
                });
    }

    private static AuditHead head(String text) {
        return switch (KeptLine.of(text)) {
            case KeptLine.Noted(var head, _, _) -> head;
            case KeptLine.Anchor(var after) -> after;
            case KeptLine.Odd _ -> throw new AssertionError(text);
        };
    }

    private void write(List<AuditTrail.Owed> owed) {
        for (var each : owed) file.add(each.text());
    }

    private void read(Log log, int from, int to) {
        for (int i = from; i < to; i++)
            write(trail.committed(log.heads.get(i), log.entries.get(i)));
    }

    private String shown() {
        var words = new ArrayList<String>();
        for (var text : file) {
            int why = text.indexOf(",\"why\":\"");
            var number = head(text).number() + "";
            words.add(why < 0 ? number : "(%s %s)".formatted(number, text.substring(why + 8)));
        }
        return String.join(" ", words).replace("\"}", "");
    }

    private void restart() {
        trail = started();
    }

    @Test
    void eachLineIsWrittenOnce() {
        var log = new Log(1, 2, 3, 4, 5);
        read(log, 0, 3);
        restart();
        read(log, 0, 5);
        restart();
        write(trail.loaded(log.heads.get(4)));
        read(log, 4, 5);
        assertEquals("1 2 3 4 5", shown());
    }

    @Test
    void whatAKillHasCostIsWrittenAfterTheNextStart() {
        var log = new Log(1, 2, 3, 4, 5);
        read(log, 0, 5);
        file.removeLast();
        file.removeLast();
        restart();
        write(trail.loaded(log.heads.get(2)));
        read(log, 2, 5);
        assertEquals("1 2 3 4 5", shown());
    }

    @Test
    void whatTheLogHasLetGoIsAGapThatSaysSo() {
        var log = new Log(1, 2, 3, 4, 5);
        read(log, 0, 2);
        restart();
        write(trail.loaded(log.heads.get(4)));
        read(log, 4, 5);
        assertEquals(
                "1 2 (4 Lines 3 to 4 are not here: this server did not have them any more.) 5",
                shown());
        restart();
        write(trail.loaded(log.heads.get(3))); // an older state, since the newest is damaged
        read(log, 3, 5);
        assertEquals(4, file.size());
    }

    @Test
    void theFilesOfAnOldFleetBeginWithAGap() {
        var log = new Log(1, 2, 3);
        write(trail.loaded(log.heads.get(2)));
        read(log, 2, 3);
        assertEquals(
                "(2 Lines 1 to 2 are not here: this server did not have them any more.) 3",
                shown());
    }

    @Test
    void aStateThatWasJumpedToIsAGap() {
        var log = new Log(1, 2, 3, 4);
        read(log, 0, 1);
        write(trail.loaded(log.heads.get(3)));
        read(log, 3, 4);
        assertEquals(
                "1 (3 Lines 2 to 3 are not here: this server did not have them any more.) 4",
                shown());
    }

    @Test
    void aLogOfAnotherHistoryIsWrittenBehindAnAnchorThatSaysSo() {
        var log = new Log(1, 2, 3, 4);
        read(log, 0, 4);
        restart();
        var other = new Log(1, 2, 7, 8, 9); // a backup was put in its place
        read(other, 0, 5);
        var why = AuditTrail.OTHER;
        assertEquals("1 2 3 4 (2 " + why + ") 3 4 5", shown());
        restart();
        write(trail.loaded(other.heads.get(3)));
        read(other, 3, 5);
        assertEquals("1 2 3 4 (2 " + why + ") 3 4 5", shown());
    }

    @Test
    void aBackupThatIsBehindIsNoticedWithItsFirstNewLine() {
        var log = new Log(1, 2, 3, 4);
        read(log, 0, 4);
        restart();
        var other = new Log(1, 2);
        write(trail.loaded(other.heads.get(2)));
        assertEquals("1 2 3 4", shown());
        other.add(7);
        read(other, 2, 3);
        assertEquals("1 2 3 4 (2 " + AuditTrail.OTHER + ") 3", shown());
    }

    @Test
    void aStateOfAnotherHistoryIsNoticedAtOnce() {
        var log = new Log(1, 2, 3);
        read(log, 0, 3);
        for (int at : new int[] {2, 3}) {
            restart();
            write(trail.loaded(new Log(7, 8, 9).heads.get(at)));
        }
        var why = AuditTrail.OTHER;
        assertEquals(
                "1 2 3 (2 "
                        + why
                        + ") (3 Lines 3 to 3 are not here: this server did not"
                        + " have them any more.)",
                shown());
        restart();
        write(trail.loaded(new Log(5, 6, 7).heads.get(3)));
        assertEquals(why + ")", shown().substring(shown().length() - why.length() - 1));
    }

    @Test
    void linesThatWereChangedAreWrittenAgain() {
        var log = new Log(1, 2, 3);
        read(log, 0, 3);
        file.set(1, file.get(1).replaceFirst("\"hash\":\"....", "\"hash\":\"beef"));
        restart();
        read(log, 0, 3);
        assertEquals("1 2 3 (1 " + AuditTrail.OTHER + ") 2 3", shown());
    }

    @Test
    void whatCouldNotBeWrittenIsNamed() {
        var owed = AuditTrail.lost(3, new AuditHead(9, "a".repeat(64)));
        file.add(owed.text());
        assertEquals("(9 Lines 3 to 9 are not here: they could not be written.)", shown());
    }
}
