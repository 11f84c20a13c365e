package dev.skerry.ui;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// A browser for all tests of a class, and a server that is new for each of them.
@SuppressWarnings("NullAway.Init") // the browser starts before the first test
abstract class PagesFixture {
    static Browser browser;
    FakeServer server;

    @BeforeAll
    static void startBrowser() throws Exception {
        browser = Browser.start();
    }

    @AfterAll
    static void endBrowser() throws Exception {
        browser.close();
    }

    @BeforeEach
    void startServer() throws Exception {
        server = FakeServer.start(FakeFleet.small(), 0);
        browser.size(1_280, 900);
        browser.scheme("light");
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    final void open(String page) throws Exception {
        browser.open(server.address() + "/" + page);
        browser.await("document.querySelector('.live.up')");
        browser.await("document.querySelector('main').innerText.length > 40");
    }
}
