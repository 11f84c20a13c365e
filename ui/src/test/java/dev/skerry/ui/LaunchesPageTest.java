package dev.skerry.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Jobs that launch others, on their pages.
final class LaunchesPageTest extends PagesFixture {
    @Test
    void aPeriodicJobSaysItsScheduleItsNextRunAndItsChildren() throws Exception {
        var job = Json.map(server.fleet.jobs.get("backup"));
        var next = Instant.now().plusSeconds(3_000).toString();
        job.put("status", "ready");
        job.put("launch", Json.of("kind", "periodic", "parent", "", "next", next));
        job.put(
                "spec",
                Json.of(
                        "launch",
                        Json.of(
                                "periodic",
                                Json.of(
                                        "cron",
                                        List.of("0 3 * * *", "@weekly"),
                                        "timeZone",
                                        "Europe/Berlin"))));
        open("#/jobs/backup");
        browser.awaitText("0 3 * * *, @weekly");
        browser.awaitText("Europe/Berlin, next in 4");
        browser.await(
                "[...document.querySelectorAll('[aria-labelledby=launches] a')]"
                        + ".some(it => it.hash === '#/jobs/web')");
        browser.await("!document.querySelector('[aria-labelledby=groups]')");
    }

    @Test
    void aChildNamesItsParent() throws Exception {
        var job = Json.map(server.fleet.jobs.get("web"));
        job.put("launch", Json.of("kind", "dispatched", "parent", "backup"));
        open("#/jobs/web");
        browser.await(
                "[...document.querySelectorAll('a')]"
                        + ".some(it => it.hash === '#/jobs/backup' && it.innerText === 'backup')");
        browser.await("document.querySelector('[aria-labelledby=groups]')");
    }

    /// A phone shows what it says too: nothing else tells that runs fail.
    @Test
    void whatItsNodesRunByACalendarSaysItAndIsRunByAButton() throws Exception {
        var job = Json.map(server.fleet.jobs.get("badge"));
        job.put("launch", Json.of("kind", "onNode", "parent", ""));
        var calendar = Json.of("cron", List.of("0 2 * * *"), "timeZone", "Asia/Tokyo");
        job.put("spec", Json.of("launch", Json.of("onNode", calendar)));
        rests("a101");
        browser.size(360, 740);
        open("#/jobs/badge");
        browser.awaitText("0 2 * * * Asia/Tokyo");
        browser.awaitText("ago: task it failed: exit code 3");
        browser.awaitText("next run in 4");
        browser.click(".actions button", "Run now");
        browser.click("dialog button", "Run now");
        browser.await("!document.querySelector('dialog')");
        assertEquals(
                "POST /v1/jobs/badge/force?namespace=default",
                String.valueOf(server.changes.poll()));
    }

    @Test
    void whatRestsIsNotRestarted() throws Exception {
        rests("a101");
        open("#/allocations/a101");
        browser.awaitText("2, 1 failed, 0 left out");
        browser.await(
                "![...document.querySelectorAll('.actions button')]"
                        + ".some(it => it.innerText === 'Restart')");
    }

    private void rests(String allocation) {
        var next = Instant.now().plusSeconds(3_000).toString();
        var last = Instant.now().minusSeconds(600).toString();
        var of = Json.map(server.fleet.allocations.get(allocation));
        of.put("description", "next run " + next);
        of.put(
                "rounds",
                Json.of(
                        "next",
                        next,
                        "last",
                        last,
                        "running",
                        false,
                        "says",
                        "task it failed: exit code 3",
                        "ended",
                        2,
                        "failed",
                        1,
                        "skipped",
                        0));
    }
}
