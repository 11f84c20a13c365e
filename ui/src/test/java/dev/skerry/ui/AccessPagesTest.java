package dev.skerry.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may do what: roles, questions to them, tokens; for those who may, and for those who may not.
final class AccessPagesTest extends PagesFixture {
    private static final String ENTER = "\uE007";
    private static final String CHANGES = "administer trust/tokens";

    @BeforeEach
    void isKnown() {
        server.door.knows = true;
    }

    @AfterEach
    void nothingWrong() throws Exception {
        var wrong =
                browser.console().stream()
                        .filter(line -> !line.contains("responded with a status of 40"))
                        .toList();
        browser.open("about:blank");
        var told = browser.requests().stream().filter(it -> it.contains(FakeTrust.SECRET));
        assertEquals(List.of(), wrong, "on the console");
        assertEquals(List.of(), told.toList(), "a token was in an address");
    }

    private void type(String selector, String text) throws Exception {
        browser.run(
                "const it = document.querySelector(%s); it.focus(); it.select();"
                        .formatted(Json.text(selector)));
        browser.press(text.split(""));
    }

    /// As a person does, by a real event.
    private void choose(String selector, String value) throws Exception {
        browser.run(
                """
                const it = document.querySelector(%s);
                it.value = %s;
                it.dispatchEvent(new Event("change", { bubbles: true }));
                """
                        .formatted(Json.text(selector), Json.text(value)));
    }

    @Test
    void rolesAreInPlainWords() throws Exception {
        open("#/access");
        browser.awaitText("You are ada, with the roles developer and reader.");
        browser.awaitText("May see and change jobs and allocations");
        browser.awaitText("in namespaces shop and shop-*");
        browser.awaitText("May never change or administer jobs");
        browser.awaitText("in namespace shop-closed");
        browser.awaitText("May see nodes and events");
        browser.awaitText("in pool tills");
        browser.awaitText("May see everything but tokens, roles, issuers and the audit");
        browser.awaitText("May see, change and administer everything everywhere");
        browser.awaitText(
                "Tasks of shop/keeper and shop-*/keeper have it: what it allows everywhere they"
                        + " may in their own namespace.");
        browser.awaitText("Each job in till, till-* is signed by release.");
        browser.awaitText("Each job in lab is signed by 2 of release, ops.");
        browser.click(".held a", "1 token");
        browser.await("location.hash.startsWith('#/tokens?q=')");
    }

    @Test
    void aQuestionIsAnsweredWithTheRuleThatDecides() throws Exception {
        open("#/access");
        browser.await("document.querySelector('#rights option[value=\"write cluster/jobs\"]')");
        browser.await("document.querySelectorAll('#rights option').length === 2");
        type("input[name=do]", "write cluster/jobs");
        type("input[name=at]", "shop-closed");
        browser.await("document.querySelector('option[value=\"token:till\"]')");
        choose("select[name=who]", "token:till");
        browser.click("form button", "Ask");
        browser.awaitText("Not allowed Rule 2 of role shop denies to write cluster/jobs.");
        browser.await("document.querySelectorAll('.ruling .rules li').length === 3");
        browser.await("document.querySelector('.ruling .decides').innerText.includes('May never')");
        browser.await("location.hash.includes('token=till&do=write+cluster%2Fjobs&namespace=')");
        var asked = String.valueOf(server.changes.poll());
        assertTrue(
                asked.endsWith(
                        "{\"token\":\"till\",\"do\":\"write cluster/jobs\","
                                + "\"namespace\":\"shop-closed\"}"),
                asked);
        choose("select[name=who]", "roles");
        browser.click("form button", "Ask");
        browser.awaitText("Choose a role, or several that somebody has together.");
        browser.run("document.querySelector('input[value=shop]').click()");
        browser.run("document.querySelector('input[value=reader]').click()");
        choose("select[name=place]", "");
        browser.await("!document.querySelector('input[name=at]')");
        browser.click("form button", "Ask");
        browser.await("location.hash.includes('roles=reader%2Cshop')");
        browser.awaitText("Allowed Rule 1 of role shop allows to write cluster/jobs.");
        browser.await("document.querySelectorAll('.ruling h3').length === 2");
    }

    @Test
    void aQuestionStandsInItsAddress() throws Exception {
        open("#/access?token=till&do=write%20cluster/jobs&namespace=shop-closed");
        browser.awaitText("Not allowed");
        browser.await("document.querySelector('select[name=who]').value === 'token:till'");
        browser.await("document.querySelector('input[name=at]').value === 'shop-closed'");
    }

    @Test
    void whatIsNoRightIsSaid() throws Exception {
        open("#/access");
        type("input[name=do]", "wirte cluster/jobs");
        browser.press(ENTER);
        browser.awaitText("do should be something else");
        type("input[name=do]", "write cluster/jobs");
        browser.press(ENTER);
        browser.awaitText("Allowed Rule 1 of role developer");
        browser.await("!document.querySelector('main .wrong[role=alert]')");
    }

    @Test
    void whoMayNotReadRolesAsksForHimself() throws Exception {
        server.trust.denied.add("read trust/roles");
        server.trust.denied.add("read trust/tokens");
        open("#/access");
        browser.awaitText("May I do that?");
        browser.awaitText("What you may");
        browser.awaitText(
                "May see and change jobs in namespaces shop and shop-*, and in pool tills");
        browser.awaitText("May never change or administer jobs in namespace shop-closed");
        browser.awaitText("Rule 2 of role developer denies to read trust/roles.");
        browser.await("document.querySelectorAll('select[name=who] option').length === 1");
        type("input[name=do]", "read cluster/jobs");
        browser.press(ENTER);
        browser.awaitText("Allowed Rule 1 of role developer allows to read cluster/jobs.");
        var asked = String.join(" ", browser.requests());
        assertTrue(asked.contains("/v1/self/may?do=read%20cluster%2Fjobs&namespace=default"));
        assertFalse(asked.contains("/v1/roles") || asked.contains("/v1/tokens"), asked);
    }

    @Test
    void tokensSayHowOldTheyAreWhenTheyWereUsedAndFromWhere() throws Exception {
        open("#/tokens");
        browser.awaitText("3 tokens");
        var made =
                "[...document.querySelectorAll('tbody tr')]"
                        + ".map(it => it.querySelectorAll('td')[%d].innerText).join()";
        int column = 1; // behind the name, which heads its row, and the roles
        browser.await(made.formatted(column) + " === '8 min ago,1 h 30 min ago,1 d 9 h ago'");
        browser.await(made.formatted(column + 1) + ".startsWith('in ')");
        browser.awaitText("2 min ago from 192.0.2.7");
        browser.awaitText("not seen");
        browser.await("document.querySelector('tbody tr').innerText.includes('you')");
        browser.run("document.querySelector('.filter').focus()");
        browser.press("s", "h", "o", "p");
        browser.await("document.querySelectorAll('tbody tr').length === 1");
        browser.press("x");
        browser.awaitText("No token is like that");
    }

    @Test
    void aTokenIsRevokedWhenThatWasConfirmed() throws Exception {
        open("#/tokens?q=till");
        browser.await("document.querySelector('td button')");
        browser.click("td button", "Revoke");
        browser.awaitText("Revoke till?");
        assertTrue(server.changes.isEmpty());
        browser.click("dialog button", "Cancel");
        browser.click("td button", "Revoke");
        browser.click("dialog button", "Revoke");
        browser.await("!document.querySelector('dialog')");
        assertEquals(List.of("DELETE /v1/tokens/00000000711a"), List.copyOf(server.changes));
        open("#/tokens?q=ada");
        browser.await("document.querySelector('td button')");
        browser.click("td button", "Revoke");
        browser.awaitText("you are logged out by it");
    }

    @Test
    void aTokenIsMadeAndShownOnce() throws Exception {
        open("#/tokens");
        browser.await("document.querySelector('input[value=reader]')");
        type("input[name=name]", "Eve");
        browser.press(ENTER);
        browser.awaitText("Choose a role, or several.");
        browser.run("document.querySelector('input[value=reader]').click()");
        browser.click("form button", "Make it");
        browser.awaitText("name should be something else");
        type("input[name=name]", "eve");
        choose("select[name=ttl]", "8h");
        browser.click("form button", "Make it");
        browser.awaitText("The token of eve, with reader; it ends in");
        var asked = List.copyOf(server.changes).getLast();
        assertTrue(
                asked.endsWith("{\"name\":\"eve\",\"roles\":[\"reader\"],\"ttl\":\"8h\"}"), asked);
        assertEquals(
                FakeTrust.SECRET, browser.run("return document.querySelector('.secret').value"));
        browser.click("button", "Copy");
        browser.await("/clipboard|Ctrl C/.test(document.querySelector('.made').innerText)");
        browser.click("button", "Done");
        browser.await("!document.querySelector('.secret')");
        browser.awaitText("4 tokens");
    }

    @Test
    void whoMayNotChangeTokensIsToldWhy() throws Exception {
        server.trust.denied.add(CHANGES);
        open("#/tokens");
        browser.awaitText("Rule 2 of role developer denies to " + CHANGES + ".");
        browser.await("!document.querySelector('main form, td button')");
    }

    @Test
    void whatOneMayNotDoIsNotOffered() throws Exception {
        server.trust.denied.add("administer cluster/nodes");
        server.trust.denied.add("write cluster/jobs");
        open("#/nodes/pi-hall");
        browser.await("document.querySelectorAll('.actions button').length === 2");
        open("#/allocations/a104");
        browser.await("document.querySelectorAll('.actions button').length === 2");
        open("#/jobs/web");
        browser.awaitText("What the scheduler found");
        browser.await("!document.querySelector('.actions button')");
        open("#/plan");
        browser.click("button", "Take the example");
        browser.click("button", "Plan");
        browser.awaitText("Rule 2 of role developer denies to write cluster/jobs.");
    }

    @Test
    void aServerThatAsksNobodySaysSo() throws Exception {
        server.door.knows = false;
        open("#/access");
        browser.awaitText("This server asks nobody for a token");
        browser.awaitText("May never change or administer jobs");
    }
}
