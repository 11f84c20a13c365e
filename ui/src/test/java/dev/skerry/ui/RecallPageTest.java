package dev.skerry.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// That a version is recalled, by whom and why, and the buttons for it.
final class RecallPageTest extends PagesFixture {
    private void recalled(int version) {
        @Nullable Object recall =
                Json.of(
                        "id",
                        "r7k2m9x4qtb",
                        "version",
                        version,
                        "versions",
                        List.of(version),
                        "reason",
                        "deletes its data",
                        "by",
                        "person:ada");
        var web = Json.map(server.fleet.jobs.get("web"));
        web.put("recalls", List.of(recall));
        web.put("status", "recalled");
        web.put("says", "Version 3 is recalled by person:ada: deletes its data");
    }

    @Test
    void aVersionIsRecalledByAButtonThatAsks() throws Exception {
        open("#/jobs/web");
        browser.awaitText("3 scaled by person:ada");
        browser.click("#versions ~ ul li:first-child button", "Recall");
        browser.awaitText("Recall of web version 3?");
        browser.await("document.querySelector('dialog input[name=why]')");
        browser.click("dialog button", "Recall");
        browser.await("!document.querySelector('dialog')");
        assertEquals(
                "POST /v1/jobs/web/recall?namespace=default&version=3&reason=",
                String.valueOf(server.changes.poll()));
    }

    @Test
    void whoAndWhyIsOnThePageAndTheRecallIsLiftedThere() throws Exception {
        recalled(3);
        open("#/jobs/web");
        browser.awaitText("Version 3 is recalled by person:ada: deletes its data.");
        browser.await("document.querySelector('.status.bad')");
        browser.click("#versions ~ ul li:first-child button", "Lift the recall");
        browser.awaitText("deletes its data It may run again.");
        browser.click("dialog button", "Lift the recall");
        browser.await("!document.querySelector('dialog')");
        assertEquals(
                "DELETE /v1/recalls/r7k2m9x4qtb?namespace=default",
                String.valueOf(server.changes.poll()));
    }
}
