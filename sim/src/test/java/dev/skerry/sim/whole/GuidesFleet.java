package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One `skerry dev` for all guides of a class: a fleet takes longer to come up than most of what is
/// tried with it. Each guide finds it as it was when it began, and at the end nothing is left.
final class GuidesFleet implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final long SAME_MAX_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /// A guide that has ended in its midst may have left a node stopped, as one out of range.
    private static final String GO_ON =
            "for pid in .skerry/dev/nodes/*/pid; do kill -CONT \"$(cat \"$pid\")\"; done";

    private @Nullable DevFleet running;
    private List<String> begun = List.of();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        var folder = Files.createTempDirectory("skerry-guides-");
        var fleet = DevFleet.start(folder);
        running = fleet;
        begun = standing(fleet.api());
    }

    private DevFleet fleet() {
        return Objects.requireNonNull(running);
    }

    /// Where guides are typed.
    Checkout checkout() {
        return fleet().checkout();
    }

    /// The jobs that a guide shows are its own, and nobody else's.
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        checkout().run("sh", "-c", GO_ON);
        var api = fleet().api();
        for (var job : api.send(Call.get("jobs").with("namespace", "*")).json().list())
            if (begun.stream().noneMatch(it -> it.startsWith(named(job)))) purge(api, job);
        long untilNs = System.nanoTime() + SAME_MAX_NS;
        while (System.nanoTime() - untilNs < 0 && !begun.equals(standing(api)))
            LockSupport.parkNanos(LOOK_EVERY_NS);
        assertEquals(begun, standing(api));
    }

    private static void purge(Api api, Json job) throws Failure {
        api.send(
                Call.of("DELETE", "jobs", job.at("name").text())
                        .with("namespace", job.at("namespace").text())
                        .with("purge", "true"));
    }

    /// What a guide that follows could come across.
    private static List<String> standing(Api api) throws Failure {
        var lines = new ArrayList<String>();
        for (var each : api.send(Call.get("namespaces")).json().list())
            lines.add("namespace " + each.at("name").text());
        for (var each : api.send(Call.get("jobs").with("namespace", "*")).json().list())
            lines.add(line(each));
        for (var each : api.send(Call.get("nodes")).json().list())
            lines.add(
                    "node %s, %s, %s allocations"
                            .formatted(
                                    each.at("name").text(),
                                    each.at("status").text(),
                                    each.at("allocations").text()));
        return lines;
    }

    private static String line(Json job) {
        return named(job)
                + "version %s, %s".formatted(job.at("version").text(), job.at("status").text());
    }

    private static String named(Json job) {
        return "job %s of %s, ".formatted(job.at("name").text(), job.at("namespace").text());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        try (var fleet = running) {
            if (fleet == null) return;
            assertEquals(List.of(), fleet.end());
            delete(fleet.checkout().folder());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var file : all.toList().reversed()) Files.delete(file);
        }
    }
}
