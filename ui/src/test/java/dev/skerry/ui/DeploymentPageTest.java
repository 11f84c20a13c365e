package dev.skerry.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How a new version comes, on the page of its job, and what somebody may say of it.
final class DeploymentPageTest extends PagesFixture {
    private void deployed(String status, boolean waits) {
        var group =
                Json.of(
                        "group", "web",
                        "desired", 3,
                        "placed", 1,
                        "healthy", 1,
                        "unhealthy", 0,
                        "pending", 1,
                        "canaries", 1,
                        "canariesHealthy", 1);
        @Nullable Object deployment =
                Json.of(
                        "id",
                        "d7k2m9x4qtb",
                        "version",
                        2,
                        "status",
                        status,
                        "description",
                        "begun",
                        "waits",
                        waits,
                        "groups",
                        List.of(group));
        Json.map(server.fleet.jobs.get("web")).put("deployment", deployment);
    }

    @Test
    void canariesArePromotedByAButton() throws Exception {
        deployed("running", true);
        open("#/jobs/web");
        browser.awaitText("All canaries are healthy.");
        browser.awaitText("1 of 3 healthy, 0 unhealthy, 1 pending, 1 of 1 canaries healthy");
        browser.click("button", "Promote");
        browser.awaitText("Promote version 2 of web?");
        browser.click("dialog button", "Promote");
        browser.await("!document.querySelector('dialog')");
        assertEquals(
                "POST /v1/deployments/d7k2m9x4qtb/promote?namespace=default",
                String.valueOf(server.changes.poll()));
    }

    @Test
    void oneThatIsHaltedGoesOnOrFails() throws Exception {
        deployed("paused", false);
        open("#/jobs/web");
        browser.awaitText("begun");
        browser.await(
                "[...document.querySelectorAll('[aria-labelledby=deployment] button')]"
                        + ".map(it => it.innerText).join() === 'Resume,Fail'");
        browser.click("[aria-labelledby=deployment] button", "Fail");
        browser.awaitText("It stops, or goes back.");
        browser.click("dialog button", "Fail");
        browser.await("!document.querySelector('dialog')");
        assertEquals(
                "POST /v1/deployments/d7k2m9x4qtb/fail?namespace=default",
                String.valueOf(server.changes.poll()));
    }

    @Test
    void oneThatIsOverSaysHow() throws Exception {
        deployed("successful", false);
        open("#/jobs/web");
        browser.awaitText("1 of 3 healthy");
        browser.await("document.querySelector('[aria-labelledby=deployment] .status.done')");
        browser.await("!document.querySelector('[aria-labelledby=deployment] button')");
    }
}
