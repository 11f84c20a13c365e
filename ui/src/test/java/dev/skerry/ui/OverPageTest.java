package dev.skerry.ui;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What was stopped, and what is being emptied, on its page.
final class OverPageTest extends PagesFixture {
    @Test
    void aJobThatWasStoppedSaysWhenItIsForgotten() throws Exception {
        var old = Json.map(server.fleet.jobs.get("old"));
        old.put("forgottenAt", Instant.now().plusSeconds(3_000).toString());
        open("#/jobs/old");
        browser.awaitText("It is over, and forgotten in 4");
    }

    /// The time that is known is that of its contact. While it drains it cannot be closed.
    @Test
    void aNodeThatDrainsIsNotSaidToDoSoSinceItWasHeard() throws Exception {
        server.fleet.drains("pi-hall", 1);
        open("#/nodes");
        browser.await(
                "[...document.querySelectorAll('tr')].some(it => it.innerText.includes('pi-hall')"
                        + " && it.innerText.includes('draining') && !it.querySelector('.since'))");
        browser.await(
                "[...document.querySelectorAll('tr')].some(it => it.innerText.includes('ready')"
                        + " && it.querySelector('.since'))");
        open("#/nodes/pi-hall");
        browser.awaitText("End the drain");
        browser.await("!document.body.innerText.includes('for new work')");
    }
}
