package dev.skerry.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How the pages treat strangers, and those who may not see all of it.
final class LoginPageTest extends PagesFixture {
    private static final String TOKEN = "skerry_0123456789ab_secret";

    @BeforeEach
    void isAStranger() throws Exception {
        server.door.asks = true;
        server.door.tokens.add(TOKEN);
        browser.open(server.address() + "/icon.svg");
        browser.forgetCookies();
    }

    /// No address has ever held the token or a code: they would stand in logs and histories.
    @AfterEach
    void nothingSecretInAnAddress() throws Exception {
        browser.open("about:blank");
        var told = browser.requests().stream().filter(it -> it.matches(".*(secret|c0de).*"));
        // a browser keeps what stands behind the # to itself
        var sent = told.map(it -> it.replaceFirst("#.*", "")).toList();
        assertTrue(sent.stream().noneMatch(it -> it.matches(".*(secret|c0de).*")), sent + "");
    }

    private void openAsStranger(String page) throws Exception {
        browser.open(server.address() + "/" + page);
        browser.awaitText("Log in");
        browser.await("document.activeElement.id === 'token'");
    }

    private void type(String token) throws Exception {
        browser.press(token.split(""));
        browser.press("\uE007");
    }

    private void awaitIn() throws Exception {
        browser.await("document.querySelector('.live.up')");
        browser.awaitText("Log out");
    }

    /// The same field takes it.
    @Test
    void aJwtLogsInToo() throws Exception {
        server.door.tokens.add("eyJhbGciOi.secret.c2ln");
        openAsStranger("#/nodes");
        type("eyJhbGciOi.secret.c2ln");
        awaitIn();
        assertEquals("jwt", server.door.shown);
    }

    @Test
    void aStrangerSeesAFormAndNothingElse() throws Exception {
        openAsStranger("#/nodes");
        browser.awaitText("skerry login --page --address " + server.address());
        browser.awaitText("skerry login --first --address " + server.address());
        browser.await("document.querySelector('#token').type === 'password'");
        browser.await("!document.querySelector('nav')");
        browser.await("document.title === 'Log in · Skerry'");
        browser.await("!document.querySelector('.wrong')");
        var asked = browser.requests().stream().filter(it -> it.contains("/v1/")).toList();
        assertEquals(List.of(server.address() + "/v1/self"), asked);
    }

    @Test
    void aTokenLogsInAndAButtonOut() throws Exception {
        openAsStranger("#/nodes");
        type("skerry_wrong");
        browser.awaitText("This is no token of this server.");
        browser.await("document.querySelector('#token').value === ''");
        type(TOKEN);
        awaitIn();
        browser.awaitText("badge-ada");
        browser.await("location.hash === '#/nodes'");
        browser.await("document.querySelector('.who').innerText.startsWith('ada')");
        browser.await("document.cookie === ''"); // no script can read it
        browser.click("button", "Log out");
        browser.await("document.querySelector('#token')");
        browser.open(server.address() + "/#/nodes");
        browser.await("document.querySelector('#token')");
    }

    @Test
    void aLinkLogsInOnce() throws Exception {
        server.door.codes.put("c0de", TOKEN);
        browser.open(server.address() + "/#login=c0de");
        awaitIn();
        browser.await("location.hash === '#/'");
        browser.awaitText("4 of 5 nodes are connected");
        browser.forgetCookies();
        browser.open(server.address() + "/#login=c0de");
        browser.awaitText("This link was used, or is too old.");
        browser.await("location.hash === '#/'");
        server.door.codes.put("c0de2", TOKEN);
        browser.run("location.hash = '#login=c0de2'"); // pasted where the page is open already
        awaitIn();
        browser.await("location.hash === '#/'");
    }

    @Test
    void whoIsNotKnownAnyMoreSeesTheForm() throws Exception {
        openAsStranger("#/nodes");
        type(TOKEN);
        awaitIn();
        server.door.tokens.clear();
        browser.run("location.hash = '#/jobs'"); // the page may have asked before, and be the form
        browser.awaitText("This token was revoked, or never was one.");
        browser.await("document.querySelector('#token')");
        browser.await("!document.body.innerText.includes('badge-ada')");
    }

    @Test
    void whatOneMayNotSeeIsSaid() throws Exception {
        server.door.closed.add("/v1/nodes");
        server.door.closed.add("/v1/events");
        openAsStranger("#/jobs");
        type(TOKEN);
        browser.await("document.querySelector('.live.barred')");
        browser.awaitText("vision");
        browser.click(".places a", "Nodes");
        browser.awaitText("You may not see this");
        browser.awaitText("ada may not read /v1/nodes.");
        browser.click(".places a", "Events");
        browser.awaitText("ada may not read /v1/events.");
        browser.await("!document.querySelector('.away')");
    }

    @Test
    void theFormFitsAPhoneAndSoDoesWhoOneIs() throws Exception {
        browser.size(360, 740);
        openAsStranger("#/");
        var wide = "return document.documentElement.scrollWidth";
        assertEquals(360L, browser.run(wide));
        type(TOKEN);
        awaitIn();
        assertEquals(360L, browser.run(wide));
        var unnamed =
                "return [...document.querySelectorAll('button, a, input')]"
                        + ".filter(it => !(it.textContent || it.ariaLabel || it.labels?.length))"
                        + ".map(it => it.outerHTML)";
        assertEquals(List.of(), browser.run(unnamed));
    }
}
