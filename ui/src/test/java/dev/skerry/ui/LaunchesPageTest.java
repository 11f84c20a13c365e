package dev.skerry.ui;

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
}
