package dev.skerry.server.trust;

import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.KeptLine;
import dev.skerry.trust.server.AuditBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One file of the audit. Files are named after days, and their order is that of their names: a
/// wall clock that went back begins no earlier day, but `2026-07-02.2.jsonl` behind the latest.
///
/// @param day no line in it is of a later one
/// @param part counts the files of that name, from 1 on
/// @param after its first line is the one after that number
record AuditFile(Path path, LocalDate day, int part, long after) implements AuditBook.Volume {
    private static final Pattern NAME =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\\.([0-9]{1,8}))?\\.jsonl");

    private static final Comparator<AuditFile> ORDER =
            Comparator.comparing(AuditFile::day).thenComparingInt(AuditFile::part);

    /// All of a folder, the oldest first. What has another name is nobody's here; what begins with
    /// no anchor, since a kill came before it, has no lines.
    static List<AuditFile> all(Path folder) throws IOException {
        var all = new ArrayList<AuditFile>();
        try (var paths = Files.newDirectoryStream(folder)) {
            for (var path : paths) {
                var file = of(path);
                if (file != null) all.add(file);
            }
        } catch (NoSuchFileException _) {
            return List.of();
        }
        all.sort(ORDER);
        return all;
    }

    private static @Nullable AuditFile of(Path path) throws IOException {
        var name = NAME.matcher(path.getFileName() + "");
        if (!name.matches()) return null;
        var part = name.group(2);
        try (var lines = new AuditLines(path)) {
            var day = LocalDate.parse(name.group(1));
            var first = KeptLine.of(lines.next() + "");
            long after = first instanceof KeptLine.Anchor(var head) ? head.number() : 0;
            return new AuditFile(path, day, part == null ? 1 : Integer.parseInt(part), after);
        } catch (DateTimeException | NoSuchFileException _) {
            return null; // no day, or it was let go just now
        }
    }

    /// The one to begin for a day, behind that one.
    static AuditFile next(Path folder, @Nullable AuditFile last, LocalDate day, long after) {
        boolean behind = last != null && !day.isAfter(last.day);
        var named = last != null && behind ? last.day : day;
        int part = last != null && behind ? last.part + 1 : 1;
        var name = named + (part == 1 ? "" : "." + part) + ".jsonl";
        return new AuditFile(folder.resolve(name), named, part, after);
    }

    @Override
    public void read(AuditBook.Sink to) throws IOException {
        try (var lines = new AuditLines(path)) {
            for (var line = lines.next(); line != null; line = lines.next())
                if (!to.take(line)) return;
        } catch (NoSuchFileException _) {
            // it was let go just now
        }
    }

    /// The highest number of its lines, of which some may be of another history.
    long highest() throws IOException {
        var highest = new AtomicLong(after);
        read(text -> {
            if (KeptLine.of(text) instanceof KeptLine.Noted line)
                highest.accumulateAndGet(line.head().number(), Math::max);
            return true;
        });
        return highest.get();
    }

    /// What a file ends with.
    ///
    /// @param head its last line, or what its last anchor names
    /// @param at when its last line was, as it stands there; empty: it has none
    /// @param wholeBytes up to there lines have their ends; what follows was torn by a kill
    record FileEnd(AuditHead head, String at, long wholeBytes) {}

    /// Null: not even its anchor is whole.
    @Nullable FileEnd end() throws IOException {
        AuditHead head = null;
        var at = "";
        try (var lines = new AuditLines(path)) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                switch (KeptLine.of(line)) {
                    case KeptLine.Noted noted -> {
                        head = noted.head();
                        at = noted.at();
                    }
                    case KeptLine.Anchor anchor -> head = anchor.after();
                    case KeptLine.Odd _ -> {}
                }
            }
            return head == null ? null : new FileEnd(head, at, lines.wholeBytes());
        }
    }
}
