package dev.skerry.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The servers that decide, for those who may change them, and for those who may not.
final class ServersPageTest extends PagesFixture {
    @BeforeEach
    void isKnown() {
        server.door.knows = true;
    }

    @AfterEach
    void nothingWrong() throws Exception {
        var wrong = browser.console();
        browser.open("about:blank");
        var told = browser.requests().stream().filter(it -> it.contains(FakeServers.TOKEN));
        assertEquals(List.of(), wrong, "on the console");
        assertEquals(List.of(), told.toList(), "a token was in an address");
    }

    @Test
    void eachSaysWhereItIsAndHowFar() throws Exception {
        open("#/servers");
        browser.awaitText("3 servers, s1 leads in term 3");
        browser.awaitText("12,043");
        browser.awaitText("2 s ago");
        browser.awaitText("not known");
        browser.awaitText("10.0.0.4:4647");
        browser.await("document.querySelector('td .status.good').innerText === 'leader'");
        browser.await("document.querySelector('td .status.bad').innerText === 'unknown'");
        browser.await("document.querySelector('th .tag').innerText === 'this one'");
    }

    /// One entry more of the navigation, and names of people beside it.
    @Test
    void theNavigationFitsEveryScreen() throws Exception {
        for (int width : new int[] {360, 701, 901, 1_180, 1_181, 1_280}) {
            browser.size(width, 740);
            open("#/servers");
            browser.awaitText("12,043");
            var wide = "return document.documentElement.scrollWidth";
            assertEquals((long) width, browser.run(wide), width + " pixels scroll sideways");
        }
    }

    @Test
    void thatNobodyLeadsIsSaid() throws Exception {
        server.servers.leader = null;
        open("#/servers");
        browser.awaitText("3 servers, and none leads: nothing can be changed until one does");
    }

    @Test
    void aTokenIsShownOnceAndGone() throws Exception {
        open("#/servers");
        browser.click("button", "Make a join token");
        browser.await(
                "document.querySelector('input.secret')?.value === '" + FakeServers.TOKEN + "'");
        browser.awaitText("One more server may join with it; it ends in 2");
        assertEquals("POST /v1/servers/join-tokens {\"ttl\":\"30m\"}", server.changes.poll());
        browser.click("button", "Done");
        browser.await("!document.querySelector('input.secret')");
    }

    @Test
    void aServerIsRemovedOnceThatWasMeant() throws Exception {
        open("#/servers");
        browser.await("document.querySelectorAll('tbody tr').length === 3");
        browser.run("document.querySelectorAll('tbody tr')[1].querySelector('button').click()");
        browser.awaitText("Remove server s2?");
        browser.click("dialog button", "Remove");
        browser.await("!document.querySelector('dialog')");
        assertEquals("DELETE /v1/servers/s2", server.changes.poll());
    }

    @Test
    void whoMayNotChangeThemIsToldWhy() throws Exception {
        server.trust.denied.add("administer servers/servers");
        open("#/servers");
        browser.awaitText("denies to administer servers/servers");
        var text = String.valueOf(browser.run("return document.body.innerText"));
        assertTrue(text.contains("12,043"), text);
        assertFalse(text.contains("Make a join token") || text.contains("Remove"), text);
    }
}
