package dev.skerry.agent.journal;

import dev.skerry.agent.journal.JournalReader.Hole;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found wrong with a journal, for people.
///
/// @param copy of the file as it was found; null: there was no room for one
/// @param holes none: the mark at the file's beginning was damaged, and nothing was lost
record Damage(Path file, @Nullable Path copy, List<Hole> holes) {
    String sentence() {
        var kept = copy == null ? "no copy could be kept" : "a copy is " + copy.getFileName();
        return ("%s is damaged %s: look at its disk; %s; the rest was read, and the servers are"
                        + " asked for what was lost")
                .formatted(file, where(), kept);
    }

    private String where() {
        if (holes.isEmpty()) return "at byte 0 (its mark only)";
        var first = holes.getFirst();
        var more = holes.size() == 1 ? "" : " and at " + (holes.size() - 1) + " more places";
        return "at byte %d (%d bytes lost)%s".formatted(first.at(), first.bytes(), more);
    }
}
