package dev.skerry.cli.node;

import dev.skerry.cli.alloc.AllocList;
import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Everything about one node: facts, meta, contact, what runs there.",
        footer = {"", "Example:", "  skerry node status badge-1"})
final class NodeStatus implements Callable<Integer> {
    private static final int HISTORY_SHOWN = 8;

    /// Of what a drain waits for.
    private static final int LEFT_SHOWN = 8;

    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Its id, the beginning of it, or its name.")
    private String node = "";

    public NodeStatus(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("nodes", node), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var of = answer.json();
        var out = session.out();
        var status = of.at("status").text();
        out.line(out.paint(Paint.STRONG, of.at("name").text()) + "  " + of.at("id").text());
        line("status", out.paint(Paint.of(status), status) + since(status, of, now));
        for (var trouble : of.at("facts", "extra", "troubles").list())
            line("trouble", out.paint(Paint.of("failed"), trouble.text()));
        line("pool", of.at("pool").text() + ", datacenter " + of.at("datacenter").text());
        if (of.at("draining").yes()) drain(of.at("drain"));
        facts(of);
        words("labels", of.at("labels"));
        words("meta", of.at("setMeta"));
        history(of, now);
        out.line("");
        var table = AllocList.table(of.at("allocations").list(), now);
        if (table.isEmpty()) out.line("Nothing runs here.");
        else table.print(out);
    }

    private void drain(Json drain) {
        line("drain", "until " + drain.at("deadlineAt").text());
        var left = drain.at("left").list();
        for (var it : left.subList(0, Math.min(left.size(), LEFT_SHOWN)))
            line(
                    "waits for",
                    "%s of %s: %s"
                            .formatted(
                                    it.at("allocation").text(),
                                    it.at("job").text(),
                                    it.at("why").text()));
        int more = left.size() - LEFT_SHOWN;
        if (more > 0) line("", "and for %d more".formatted(more));
    }

    private static String since(String status, Json of, Instant now) {
        var span = Words.span(of.at("since").text(), now);
        if (status.equals("revoked")) return " " + Words.ago(of.at("revokedAt").text(), now);
        if (!NodeList.sinceContact(status)) return ", connected for " + span;
        return status.equals("joined") ? ", not connected for " + span : " for " + span;
    }

    private void facts(Json of) {
        var facts = of.at("facts");
        var os = facts.at("os");
        var cpu = facts.at("cpu");
        line(
                "system",
                "%s %s, kernel %s, %s"
                        .formatted(
                                os.at("name").text(),
                                os.at("version").text(),
                                os.at("kernel").text(),
                                os.at("libc").text()));
        line(
                "cpu",
                "%s (%s), %s at %s, speed score %s"
                        .formatted(
                                cpu.at("arch").text(),
                                cpu.at("variant").text(),
                                Words.count(cpu.at("cores").whole(), "core"),
                                Words.frequency(cpu.at("mhz").whole()),
                                cpu.at("score").text()));
        line("memory", part(of, "memoryBytes"));
        line("disk", part(of, "diskBytes"));
        line("power", NodeList.power(facts.at("power")));
        line("links", names(facts.at("links"), "type"));
        line("devices", names(facts.at("devices"), "type"));
        var java = facts.at("software", "java").text();
        line(
                "software",
                "agent "
                        + facts.at("software", "agent").text()
                        + (java.isEmpty() ? "" : ", Java " + java)
                        + runs(facts.at("software", "drivers").list()));
        var given = facts.at("extra", "given").list();
        if (!given.isEmpty()) line("given", "by configuration, not found:" + text(" ", given));
    }

    private static String part(Json of, String dimension) {
        return "%s reserved of %s"
                .formatted(
                        Words.size(of.at("used", dimension).whole()),
                        Words.size(of.at("capacity", dimension).whole()));
    }

    private static String names(Json list, String kind) {
        var all = new ArrayList<String>();
        for (var one : list.list()) {
            var name = one.at("name").text();
            var extra = one.at("metered").yes() ? ", metered" : "";
            var down = !one.at("up").none() && !one.at("up").yes() ? ", down" : "";
            all.add(one.at(kind).text() + " " + name + extra + down);
        }
        return all.isEmpty() ? "none" : String.join("; ", all);
    }

    /// Each driver with what it confines and has, which stands behind its dot.
    static String runs(List<Json> words) {
        var drivers = new LinkedHashMap<String, List<String>>();
        for (var word : words) {
            var parts = word.text().split("\\.", 2);
            var of = drivers.computeIfAbsent(parts[0], _ -> new ArrayList<>());
            if (parts.length > 1) of.add(parts[1]);
        }
        var all = new ArrayList<String>();
        drivers.forEach((driver, of) ->
                all.add(of.isEmpty() ? driver : driver + " (" + String.join(", ", of) + ")"));
        return all.isEmpty() ? "" : ", runs " + String.join(", ", all);
    }

    private static String text(String begin, List<Json> list) {
        if (list.isEmpty()) return "";
        return begin + String.join(", ", list.stream().map(Json::text).toList());
    }

    private void words(String title, Json object) {
        var all = new ArrayList<String>();
        for (var word : object.members().entrySet())
            all.add(word.getKey() + "=" + word.getValue().text());
        if (!all.isEmpty()) line(title, String.join(" ", all));
    }

    private void history(Json of, Instant now) {
        var changes = of.at("history").list();
        int from = Math.max(0, changes.size() - HISTORY_SHOWN);
        var all = new ArrayList<String>();
        for (int i = from; i < changes.size(); i++) {
            var change = changes.get(i);
            all.add(contact(change.at("contact")) + " " + Words.ago(change.at("at").text(), now));
        }
        if (!all.isEmpty()) line("contact", String.join(", ", all));
        line("last day", day(of.at("day")));
    }

    private static String contact(Json word) {
        return switch (word.text()) {
            case "connected" -> "heard";
            case "unknown" -> "unknown, as no server ran,";
            default -> word.text();
        };
    }

    /// `connected for 98.5% of 22 h, 1 break, the longest 20 m; unknown for 2 h, as no server ran`
    private static String day(Json day) {
        long connectedMs = day.at("connectedMs").whole();
        long knownMs = connectedMs + day.at("missedMs").whole();
        long unknownMs = day.at("unknownMs").whole();
        var parts = new ArrayList<String>();
        if (knownMs > 0)
            parts.add(
                    "connected for %s%% of %s"
                            .formatted(
                                    Words.decimal(Math.floor(1000.0 * connectedMs / knownMs) / 10),
                                    duration(knownMs)));
        long breaks = day.at("breaks").whole();
        if (breaks > 0)
            parts.add(
                    Words.count(breaks, "break")
                            + ", the longest "
                            + duration(day.at("longestBreakMs").whole()));
        var known = parts.isEmpty() ? "nothing is known" : String.join(", ", parts);
        if (unknownMs == 0) return known;
        return known + "; unknown for " + duration(unknownMs) + ", as no server ran";
    }

    private static String duration(long ms) {
        return Words.duration(Duration.ofMillis(Math.max(1_000, ms)));
    }

    private void line(String title, String text) {
        Screen out = session.out();
        out.line(out.paint(Paint.FAINT, "%-10s".formatted(title)) + text);
    }
}
