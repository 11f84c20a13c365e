package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch.Periodic;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.server.launches.LaunchFigures;
import dev.skerry.kernel.figures.PrometheusText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whoever watches a fleet sees what did not come.
class LaunchFiguresTest {
    private final Scene scene = new Scene();

    private void submit() {
        var group = Specs.group("web", 1, Disconnect.DEFAULT, Map.of());
        var plain = Specs.job("badge", JobSpec.Type.BATCH, group);
        var launch = new Periodic(List.of("*/5 * * * *"), "UTC", true, true, 2);
        scene.submit(Specs.with(plain, launch));
    }

    private void stopChildren() {
        for (var key : List.copyOf(scene.cluster.jobs().keys()))
            if (!key.name().equals("badge")) scene.tell(new ClusterMessage.StopJob(key, false));
    }

    private static String counted(LaunchFigures figures) {
        var to = new PrometheusText();
        figures.write("default"::equals, to);
        return to.toString()
                .lines()
                .filter(it -> !it.startsWith("#"))
                .map(it -> it.replaceAll(".*job=\"badge\",came=\"([a-z]+)\"} ", "$1 "))
                .collect(Collectors.joining(" "));
    }

    @Test
    void whatComesOfACalendarIsCounted() {
        var figures = new LaunchFigures(Scene.WALL_MS);
        scene.committed = figures::committed;
        submit();
        scene.sleep(200_000);
        scene.sleep(300_000);
        scene.tell(new ClusterMessage.ForceJob(Scene.key("badge"), "default"));
        assertEquals("launched 1 forced 1 overlap 1 refused 0 missed 0", counted(figures));
        stopChildren();
        scene.later(1_000_000).sleep(0);
        assertEquals("launched 2 forced 1 overlap 1 refused 0 missed 2", counted(figures));
        scene.tell(new ClusterMessage.RecallJob(Scene.key("badge"), 0, "harm"));
        scene.sleep(300_000);
        assertEquals("launched 2 forced 1 overlap 1 refused 1 missed 2", counted(figures));
        var hidden = new PrometheusText();
        figures.write("shop"::equals, hidden);
        assertEquals(0, hidden.toString().lines().filter(it -> !it.startsWith("#")).count());
    }

    /// A server that starts reads again what was counted before.
    @Test
    void whatWasDecidedBeforeItRanIsNotCounted() {
        var figures = new LaunchFigures(Scene.WALL_MS + 300_000);
        scene.committed = figures::committed;
        submit();
        scene.sleep(200_000);
        assertEquals("", counted(figures));
        scene.sleep(300_000);
        assertEquals("launched 0 forced 0 overlap 1 refused 0 missed 0", counted(figures));
    }

    @Test
    void whatIsForgottenIsNotToldAnyMore() {
        var figures = new LaunchFigures(Scene.WALL_MS);
        scene.committed = figures::committed;
        submit();
        scene.sleep(200_000);
        stopChildren();
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), true));
        scene.settle("badge");
        scene.sleep(0);
        assertEquals("", counted(figures));
    }
}
