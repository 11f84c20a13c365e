package dev.skerry.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The style sheets and the markup of the pages, linted by the browser that shows them
/// (`looks.js`): what it does not know, what nothing uses, what cannot be read or found.
@SuppressWarnings("NullAway.Init") // the browser starts before the first test
final class LooksTest {
    private static final Path WEB =
            Path.of(System.getProperty("skerry.root", ".."), "ui/src/main/resources/web");
    private static final int TABS_MAX = 200;
    private static final String TAB = "\uE004";
    private static final String QUESTION =
            "#/access?roles=shop,reader&do=write%20cluster/jobs&namespace=shop-closed";

    private static Browser browser;
    private static FakeServer server;

    /// A page, and what is clicked on it before it is looked at.
    private record View(String page, String selector, String text) {
        static View of(String page) {
            return new View(page, "", "");
        }

        @Override
        public String toString() {
            return page + " " + text;
        }
    }

    private static List<View> views() {
        var views = new ArrayList<View>();
        for (var page : PagesTest.PAGES) views.add(View.of(page));
        views.add(View.of(QUESTION));
        views.add(new View("#/nodes/pi-hall", ".actions button", "Drain"));
        views.add(new View("#/jobs/web", ".actions button", "Stop"));
        views.add(new View("#/tokens", "td button", "Revoke"));
        views.add(new View("#/", "header button", "?"));
        views.add(View.of("#/nodes/nobody"));
        views.add(View.of("#/nowhere"));
        return views;
    }

    @BeforeAll
    static void start() throws Exception {
        server = FakeServer.start(FakeFleet.small(), 0);
        server.files.put("/looks.js", FakeServer.resource("/looks.js"));
        server.door.knows = true;
        browser = Browser.start();
    }

    @AfterAll
    static void end() throws Exception {
        browser.close();
        server.close();
    }

    @BeforeEach
    void atADesk() throws Exception {
        browser.size(1_280, 900);
        browser.scheme("light");
    }

    private static void show(View view) throws Exception {
        browser.open(server.address() + "/" + view.page());
        browser.await("document.querySelector('.live.up')");
        browser.await("document.querySelector('main').innerText.length > 20");
        browser.await("!document.querySelector('main .loading')");
        if (view.page().equals(QUESTION)) browser.awaitText("Not allowed");
        if (!view.text().isEmpty()) {
            browser.await(
                    "[...document.querySelectorAll(%s)].some(it => it.innerText.trim() === %s)"
                            .formatted(Json.text(view.selector()), Json.text(view.text())));
            browser.click(view.selector(), view.text());
            browser.await("document.querySelector('dialog[open]')");
        }
        // A name that no element has as its id: those are properties of the window, too.
        browser.run("import('/looks.js').then(it => { window.pageLinter = it; });");
        browser.await("window.pageLinter");
    }

    /// What is planted into texts leaves the page as it is: one serves all of these.
    private static void onAnyPage() throws Exception {
        var any = View.of("#/plan");
        if (!browser.holds("window.pageLinter && location.hash === " + Json.text(any.page())))
            show(any);
    }

    private static List<String> faults(String call) throws Exception {
        var found =
                browser.run(
                        "try { return pageLinter.%s; } catch (wrong) { return [String(wrong)]; }"
                                .formatted(call));
        return Json.list(found).stream().map(String::valueOf).toList();
    }

    private static String files(String ending) throws Exception {
        var all = new StringBuilder();
        try (var files = Files.walk(WEB)) {
            for (var file : files.sorted().toList()) {
                if (!file.toString().endsWith(ending) || file.toString().contains("/lib/"))
                    continue;
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static Map<String, @Nullable Object> sheets() throws Exception {
        var sheets = new LinkedHashMap<String, @Nullable Object>();
        try (var files = Files.walk(WEB)) {
            for (var file : files.filter(it -> it.toString().endsWith(".css")).sorted().toList())
                sheets.put(WEB.relativize(file).toString(), Files.readString(file));
        }
        return sheets;
    }

    private static List<String> lint(Map<String, @Nullable Object> sheets) throws Exception {
        var used = files(".js") + files(".html");
        return faults("styles(%s, %s)".formatted(Json.text(sheets), Json.text(used)));
    }

    @Test
    void theBrowserKnowsEveryRuleAndEveryRuleIsUsed() throws Exception {
        show(View.of("#/plan"));
        var sheets = sheets();
        assertTrue(sheets.size() > 5, "only " + sheets.keySet() + " were found");
        assertEquals("", String.join("\n", lint(sheets)));
        var index = Files.readString(WEB.resolve("index.html"));
        for (var sheet : sheets.keySet())
            assertTrue(index.contains("href=\"" + sheet + "\""), sheet + " is not in index.html");
        assertEquals(List.of(), faults("whole(" + Json.text(index) + ")"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".dim { colour: red; }",
                ".dim { color: rad; }",
                ".dim { color: var(--pink); }",
                ".dim { color: red; color: red; }",
                ".dim { color: red; } .dim { margin: 0; }",
                ".dim { color red; }",
                ".dim { }",
                ".dim { color: red; ",
                ".dim { color: red; } }",
                ".dim:hoover { color: red; }",
                ".zebra { color: red; }",
                "#zebra { color: red; }",
                "marquee { color: red; }",
                "@media (widht: 1px) { .dim { color: red; } }",
                "@font { .dim { color: red; } }",
                "@keyframes nothing { to { opacity: 1; } }",
                ":root { --unused: 1px; }",
                "/* nothing */"
            })
    void theLinterReportsAPlantedFault(String text) throws Exception {
        onAnyPage();
        var sheets = sheets();
        sheets.put("planted.css", text);
        var found = lint(sheets);
        assertNotEquals(List.of(), found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!doctype html><html><head></head><body><p><div></div></p></body></html>",
                "<!doctype html><html><head></head><body><b>a</body></html>",
                "<!doctype html><html><head></head><body></section></body></html>",
                "<!doctype html><html><head><p>a</p></head><body></body></html>",
                "<!doctype html><html><head></head><body id=\"a\" id=\"b\"></body></html>"
            })
    void whatTheBrowserHadToMendIsReported(String text) throws Exception {
        onAnyPage();
        assertNotEquals(List.of(), faults("whole(" + Json.text(text) + ")"));
    }

    /// Each page is opened once: by day, at night, along its focus, and on a phone.
    @Test
    void everyPageCanBeReadNamedAndWalked() throws Exception {
        var found = new ArrayList<String>();
        for (var view : views()) {
            atADesk();
            show(view);
            look(found, view, "markup()", "contrast()", "inks()");
            browser.scheme("dark");
            look(found, view, "markup()", "contrast()", "inks()");
            browser.scheme("light");
            walk(found, view);
            browser.size(360, 740);
            look(found, view, "contrast()");
        }
        assertEquals("", String.join("\n", found));
    }

    private static void look(List<String> found, View view, String... calls) throws Exception {
        for (var call : calls)
            for (var fault : faults(call)) found.add(view + " " + call + ": " + fault);
    }

    /// The focus is seen wherever it goes.
    private static void walk(List<String> found, View view) throws Exception {
        int stops = 0;
        for (int nowhere = 0; stops < TABS_MAX && nowhere < 2; stops++) {
            browser.press(TAB);
            var focus = Json.map(browser.run("return pageLinter.focus()"));
            if (Boolean.TRUE.equals(focus.get("again"))) break;
            if ("".equals(focus.get("at"))) nowhere++; // behind the last one
            if (!"".equals(focus.get("fault"))) found.add(view + ": " + focus.get("fault"));
        }
        assertTrue(stops > 2, view + ": the focus goes nowhere");
    }

    /// What makes a page hard to use, planted into one.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "markup|main.innerHTML += '<i id=app></i>'",
                "markup|main.innerHTML += '<input>'",
                "markup|main.innerHTML += '<button></button>'",
                "markup|main.innerHTML += '<label for=nobody>a</label>'",
                "markup|main.append(document.createElement('tr'))",
                "markup|main.className = 'a undefined'",
                "contrast|main.style.color = '#999999'",
                "contrast|main.style.opacity = '0.3'",
                "contrast|main.style.backgroundImage = 'linear-gradient(red, blue)'",
                "contrast|document.body.textContent = 'nearly nothing'",
                "inks|document.documentElement.style.setProperty('--ink-2', '#aaaaaa')",
                "inks|document.documentElement.style.setProperty('--warn', 'none')"
            })
    void aPlantedFaultOfThePageIsReported(String fault) throws Exception {
        show(View.of("#/jobs"));
        var look = fault.substring(0, fault.indexOf('|'));
        assertEquals(List.of(), faults(look + "()"));
        var script = fault.substring(fault.indexOf('|') + 1);
        browser.run("const main = document.querySelector('main');" + script);
        assertNotEquals(List.of(), faults(look + "()"));
    }

    @Test
    void aFocusThatIsNotSeenIsReported() throws Exception {
        show(View.of("#/jobs"));
        browser.run("document.querySelectorAll('a').forEach(it => it.style.outline = 'none')");
        browser.press(TAB);
        var focus = Json.map(browser.run("return pageLinter.focus()"));
        assertNotEquals("", focus.get("fault"));
    }
}
