package dev.skerry.cli;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.EventStream;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = "What happened lately, and with -f what happens now.",
        footer = {"", "Examples:", "  skerry events -f", "  skerry events --index 1200 --json"})
final class EventsCommand implements Callable<Integer> {
    private static final long QUIET_MS = 1_000;

    private final Session session;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until Ctrl-C.")
    private boolean follow;

    @Option(names = "--index", paramLabel = "N", description = "Only what is newer than N.")
    private long index;

    EventsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var api = session.api();
        long last = follow ? Long.MAX_VALUE : newest();
        if (last <= index) return ExitCode.OK;
        var call = Call.get("events").with("index", Long.toString(index));
        long seen = index;
        try (var events = EventStream.open(api, call)) {
            if (!follow) events.endAfterQuietMs(QUIET_MS);
            for (var event = events.next(); event != null; event = events.next()) {
                var data = Json.parse(event);
                print(event, data);
                seen = data.at("index").whole();
                if (seen >= last) break;
            }
        }
        if (!follow) return ExitCode.OK;
        api.send(Call.get("self")); // the end of one's token ends the stream
        throw new Failure(
                ExitCode.UNREACHABLE,
                "The stream of events has ended: the server that it came from ended, or leads no"
                        + " more.",
                "`skerry events -f --index %d` goes on from here.".formatted(seen));
    }

    private long newest() throws Failure {
        return session.api().send(Call.get("status")).json().at("index").whole();
    }

    private void print(String text, Json event) {
        var out = session.out();
        if (session.json()) {
            out.line(text);
        } else {
            out.line(
                    "%s  %s  %s"
                            .formatted(
                                    out.paint(Paint.FAINT, event.at("index").text()),
                                    out.paint(
                                            Paint.FAINT, EventStream.clock(event.at("at").text())),
                                    event.at("text").text()));
        }
        out.flush();
    }
}
