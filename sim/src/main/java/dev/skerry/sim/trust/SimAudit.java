package dev.skerry.sim.trust;

import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.server.ServerRoom.Beside;
import dev.skerry.sim.world.Happenings;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention;
import dev.skerry.trust.audit.AuditTrail;
import dev.skerry.trust.audit.AuditTrail.Owed;
import dev.skerry.trust.audit.KeptLine;
import java.util.ArrayList;
import java.util.List;

/// The audit of one process over a file that outlives it: the real trail, and a disk that loses
/// what was not forced to it.
class SimAudit implements Beside {
    private final SimAuditFile file;
    private final AuditTrail trail;
    private final List<Owed> owed = new ArrayList<>();
    private AuditRetention retention = AuditRetention.NONE;

    /// One file for all processes of a server.
    static final class SimAuditFile {
        private final StringBuilder text = new StringBuilder();
        private int forced;

        /// A line that has no end is none.
        List<String> lines() {
            return text.substring(0, text.lastIndexOf("\n") + 1).lines().toList();
        }
    }

    SimAudit(SimAuditFile file) {
        this.file = file;
        file.text.setLength(file.text.lastIndexOf("\n") + 1);
        file.forced = Math.min(file.forced, file.text.length());
        trail = new AuditTrail(new Known(file.lines()));
    }

    private record Known(List<String> lines) implements AuditTrail.AuditKept {
        @Override
        public AuditHead last() {
            return lines.isEmpty() ? AuditHead.NONE : head(lines.getLast());
        }

        @Override
        public boolean differs(AuditHead line) {
            for (var text : lines.reversed())
                if (head(text).number() == line.number()) return !head(text).equals(line);
            return false;
        }
    }

    /// Of a line.
    static long number(String line) {
        return head(line).number();
    }

    /// Whether it stands for lines that are not there.
    static boolean anchors(String line) {
        return KeptLine.of(line) instanceof KeptLine.Anchor;
    }

    /// Whether that anchor stands for lines up to that one.
    static boolean follows(String anchor, String line) {
        return head(anchor).equals(head(line));
    }

    private static AuditHead head(String text) {
        return switch (KeptLine.of(text)) {
            case KeptLine.Noted(var head, _, _) -> head;
            case KeptLine.Anchor(var after) -> after;
            case KeptLine.Odd _ -> throw new IllegalStateException("odd: " + text);
        };
    }

    @Override
    public void loaded(House saved) {
        retention = saved.of(TRUST).retention();
        owed.addAll(trail.loaded(saved.of(TRUST).audit()));
    }

    @Override
    public void committed(House before, Batch batch) {
        retention = before.of(TRUST).retention();
        owed.addAll(trail.committed(before.of(TRUST).audit(), batch));
    }

    /// How much there is: nothing was added as long as it is the same.
    int size() {
        return file.text.length() + owed.size();
    }

    /// The number of the last line; 0: there is none.
    long last() {
        if (!owed.isEmpty()) return number(owed.getLast().text());
        var text = file.text;
        int end = text.lastIndexOf("\n");
        return end < 0 ? 0 : number(text.substring(text.lastIndexOf("\n", end - 1) + 1, end));
    }

    /// Those in the file, and those that are still to be written.
    List<String> lines() {
        var lines = new ArrayList<>(file.lines());
        for (var each : owed) lines.add(each.text());
        return lines;
    }

    void write() {
        for (var each : owed) file.text.append(each.text()).append('\n');
        owed.clear();
    }

    @Override
    public void force() {
        write();
        removeLetGo();
        file.forced = file.text.length();
    }

    /// The oldest lines that were let go, and never the newest.
    private void removeLetGo() {
        var lines = file.lines();
        int characters = 0;
        for (var text : lines.subList(0, Math.max(0, lines.size() - 1))) {
            if (!retention.mayBeGone(head(text).number())) break;
            characters += text.length() + 1;
        }
        file.text.delete(0, characters);
    }

    /// The process is gone, perhaps in the middle of a line, and perhaps with the power.
    void die(Happenings events) {
        if (events.chance(50)) {
            write();
            int unforced = file.text.length() - file.forced;
            int left = events.dice.nextInt(unforced + 1);
            if (events.chance(60)) file.text.setLength(file.forced + left);
        }
    }

    @Override
    public void close() {}
}
