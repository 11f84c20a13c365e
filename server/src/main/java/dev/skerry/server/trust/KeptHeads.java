package dev.skerry.server.trust;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.server.Events;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditTrail;
import dev.skerry.trust.audit.KeptLine;
import dev.skerry.trust.server.AuditBook;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was kept when a server starts. Hashes are read once they are asked for, from the first
/// number that is, and forgotten with the last: they are those of the log since its saved state.
final class KeptHeads implements AuditTrail.AuditKept {
    private final List<AuditFile> files;
    private final AuditHead last;
    private @Nullable NavigableMap<Long, String> hashes;

    KeptHeads(List<AuditFile> files, AuditHead last) {
        this.files = List.copyOf(files);
        this.last = last;
    }

    @Override
    public AuditHead last() {
        return last;
    }

    @Override
    public boolean differs(AuditHead line) {
        var known = hashes;
        if (known == null) {
            known = read(line.number());
            hashes = known;
        }
        var hash = known.get(line.number());
        if (line.number() >= last.number()) hashes = null;
        return hash != null && !hash.equals(line.hash());
    }

    private NavigableMap<Long, String> read(long from) {
        var read = new TreeMap<Long, String>();
        try {
            for (var file : AuditBook.from(from, files)) file.read(text -> put(text, from, read));
        } catch (IOException e) {
            Events.say("the audit cannot be compared with the log: " + FileTrouble.words(e));
        }
        return read;
    }

    /// What an anchor goes back behind is another history.
    private static boolean put(String text, long from, NavigableMap<Long, String> to) {
        var head =
                switch (KeptLine.of(text)) {
                    case KeptLine.Noted noted -> noted.head();
                    case KeptLine.Anchor anchor -> anchor.after();
                    case KeptLine.Odd _ -> null;
                };
        if (head == null) return true;
        to.tailMap(head.number(), false).clear();
        if (head.number() >= from) to.put(head.number(), head.hash());
        return true;
    }
}
