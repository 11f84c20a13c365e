package dev.skerry.cli.job;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.Words;

/// In what one version of a job differs from another, as plans, histories and comparisons show it:
/// a line for each field, by its path in the job file.
final class Differences {
    private Differences() {}

    /// @param difference as the API has it
    static void print(Json difference, Screen out, String indent) {
        for (var change : difference.at("changes").list()) {
            boolean fresh = change.at("from").none();
            boolean gone = change.at("to").none();
            var path = change.at("path").text();
            var from = change.at("from").text();
            var to = change.at("to").text();
            if (fresh) line(out, indent, Paint.GOOD, "+ ", path + ": " + to);
            else if (gone) line(out, indent, Paint.BAD, "- ", path + ": " + from);
            else line(out, indent, Paint.WARN, "~ ", path + ": " + from + " -> " + to);
        }
        long more = difference.at("more").whole();
        if (more > 0) out.line(indent + "and " + Words.count(more, "change") + " more");
    }

    private static void line(Screen out, String indent, Paint paint, String sign, String text) {
        out.line(indent + out.paint(paint, sign) + text.replace("\n", "\\n"));
    }
}
