package dev.skerry.cli.namespace;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Table;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "The namespaces there are, with what is used of their quotas.",
        footer = {"", "Example:", "  skerry namespace list"})
final class NamespaceList implements Callable<Integer> {
    private final Session session;

    NamespaceList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("namespaces"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var table = new Table("#NAME", ">JOBS", "ALLOCATIONS", "CPU", "MEMORY", "POOLS");
        for (var namespace : answer.json().list()) {
            var text = new QuotaText(namespace);
            table.add(
                    namespace.at("name").text(),
                    namespace.at("jobs").text(),
                    text.used("allocations"),
                    text.used("cpuMhz"),
                    text.used("memoryBytes"),
                    text.pools());
            var dimensions = QuotaText.DIMENSIONS;
            for (int i = 0; i < dimensions.size(); i++)
                if (text.full(dimensions.get(i))) table.paint(2 + i, Paint.WARN);
        }
        table.print(session.out());
    }
}
