package dev.skerry.cli.node;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "Who is there, since when, and how much is left.",
        footer = {"", "Examples:", "  skerry node list", "  skerry node list --json"})
final class NodeList implements Callable<Integer> {
    private final Session session;

    public NodeList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("nodes"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var table =
                new Table(
                        "~ID", "#NAME", "STATUS", "SINCE", "ARCH", "POWER", ">RUNS", "CPU",
                        "MEMORY");
        for (var node : answer.json().list()) {
            var status = node.at("status").text();
            table.add(
                    node.at("id").text(),
                    node.at("name").text(),
                    status,
                    sinceContact(status) ? Words.ago(node.at("since").text(), now) : "",
                    node.at("facts", "arch").text(),
                    power(node.at("facts", "power")),
                    node.at("allocations").text(),
                    share(node, "cpuMhz"),
                    share(node, "memoryBytes"));
            table.paint(2, Paint.of(status));
        }
        if (table.isEmpty()) {
            session.err().line("No node has joined yet. `skerry node join-token` lets one in.");
            return;
        }
        table.print(session.out());
    }

    /// Whether it says how the node is in reach, so that it is so since the node is so in reach.
    /// When one was drained, closed or revoked is another time, if it is known.
    static boolean sinceContact(String status) {
        return !List.of("draining", "ineligible", "revoked").contains(status);
    }

    static String power(Json power) {
        if (!power.at("source").is("battery")) return power.at("source").text();
        long charge = power.at("chargePercent").whole();
        var hours = Words.decimal(power.at("runtimeHours").number()) + " h";
        return "battery "
                + (charge < 0 || power.at("chargePercent").none() ? "" : charge + "%, ")
                + hours;
    }

    private static String share(Json node, String dimension) {
        long used = node.at("used", dimension).whole();
        long all = node.at("capacity", dimension).whole();
        boolean cpu = dimension.equals("cpuMhz");
        var of = cpu ? Words.frequency(all) : Words.size(all);
        return all == 0 ? "" : Math.round(100.0 * used / all) + "% of " + of;
    }
}
