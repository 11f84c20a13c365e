package dev.skerry.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every page in a real browser: what it shows, how it follows, and what it does when nothing is
/// there.
final class PagesTest extends PagesFixture {
    static final List<String> PAGES =
            List.of(
                    "#/",
                    "#/jobs",
                    "#/jobs/vision",
                    "#/namespaces",
                    "#/nodes",
                    "#/nodes/badge-ada",
                    "#/allocations/a104",
                    "#/events",
                    "#/plan",
                    "#/access",
                    "#/tokens",
                    "#/audit",
                    "#/servers");
    private static final int SHARED_BYTES_MAX = 108_000;
    private static final int ROOM_BYTES_MAX = 90_000;

    /// Whatever a test does, the pages speak to their own server only and nothing goes wrong in
    /// them.
    @AfterEach
    void nothingForeignAndNothingWrong() throws Exception {
        var wrong =
                browser.console().stream()
                        .filter(line -> !line.contains("net::ERR_")) // a server that is away
                        .filter(line -> !line.contains("responded with a status of 40"))
                        .toList();
        browser.open("about:blank"); // from here on the page asks no more, in the next test either
        browser.run("return 0");
        var foreign =
                browser.requests().stream()
                        .filter(address -> !address.startsWith(server.address() + "/"))
                        .filter(address -> address.matches("(http|ws).*"))
                        .toList();
        assertEquals(List.of(), wrong, "on the console");
        assertEquals(List.of(), foreign, "asked of somebody else");
    }

    @Test
    void theOverviewSaysHowTheFleetIs() throws Exception {
        open("#/");
        browser.awaitText("4 of 5 nodes are connected; gate-7 is missed.");
        browser.awaitText("Jobs web and vision are short.");
        browser.awaitText("badge-lin runs low on battery.");
        browser.awaitText("78 %");
        browser.awaitText("Job vision is blocked: 2 without a place.");
    }

    @Test
    void whatHappensReachesThePageByItself() throws Exception {
        open("#/");
        browser.awaitText("gate-7 is missed.");
        server.fleet.contact("gate-7", true);
        browser.awaitText("All 5 nodes are connected.");
        browser.awaitText("Node gate-7 is reachable.");
    }

    /// What runs is not all well: its colour and its words say so, and why.
    @Test
    void whatRunsAndIsNotHealthySaysSoAndWhy() throws Exception {
        var why = "check http-1 is not well: HTTP/1.1 500 Oops";
        var says = "badge.badge[0] on badge-ada: " + why;
        server.fleet.unwell("badge", "a101", why);
        open("#/");
        browser.awaitText("Job badge runs and is not healthy.");
        browser.awaitText(says);
        open("#/jobs");
        browser.awaitText("5 jobs, 2 short of what they ask for, 1 not healthy");
        browser.awaitText(says);
        var marks = "[...document.querySelectorAll('td .status.warn')]";
        browser.await(marks + ".some(it => it.innerText === 'unhealthy')");
        open("#/jobs/badge");
        browser.await("document.querySelector('h1 .status.warn').innerText === 'unhealthy'");
        browser.await("document.querySelector('.notice').innerText === '" + says + ".'");
        browser.awaitText("1 not healthy");
        open("#/allocations/a101");
        browser.awaitText("running, not healthy, for");
        browser.awaitText(why);
    }

    @Test
    void aJobSaysWhyItIsBlocked() throws Exception {
        open("#/jobs/vision");
        browser.awaitText(
                "2 allocations of group eye have no place: of 5 nodes looked at, 3 refused by");
        browser.awaitText("1 without enough memory");
        browser.run("document.querySelectorAll('details').forEach(it => it.open = true)");
        browser.awaitText("has no gpu, but display");
    }

    /// No node is in its way: what failed last is said, where, and when it is tried again.
    @Test
    void aJobThatHasFailedSaysWhenItIsTriedAgain() throws Exception {
        server.fleet.failed("vision", "eye", "badge-ada", "task eye failed: exit code 1");
        open("#/jobs/vision");
        browser.awaitText("vision.eye[0] failed on badge-ada: task eye failed: exit code 1.");
        browser.await(
                "/It is tried again in [0-9]+ (s|min).*, and 1 more of group eye later/.test("
                        + "document.querySelector('.notice').innerText)");
        browser.await("!document.querySelector('.notice').innerText.includes('have no place')");
    }

    /// Nodes are counted, and allocations that a quota holds, but not together.
    @Test
    void whatAQuotaHoldsIsSaid() throws Exception {
        open("#/jobs/vision");
        browser.run(
                """
                import("/rooms/cluster/explain.js").then(({ whyBlocked }) => {
                    const what = "held by the quota of namespace shop: 2 of 2 allocations";
                    const group = { group: "eye", evaluated: 5, counts: { unplaced: 2 } };
                    const text = it => (Array.isArray(it) ? it.map(text).join("") : `${it}`);
                    const said = it => text(whyBlocked({ ...group, ...it }));
                    window.held = said({ filtered: {}, exhausted: { [what]: 2 } });
                    window.both = said({ filtered: {}, exhausted: { [what]: 1, memory: 5 } });
                });
                """);
        browser.await("window.held?.includes('group eye have no place. 2 are held by the quota')");
        browser.await(
                "window.both?.endsWith('. 1 is held by the quota of namespace shop: 2 of 2"
                        + " allocations.')");
    }

    @Test
    void namespacesShowWhatIsUsedOfTheirQuotas() throws Exception {
        open("#/jobs");
        browser.click("main a.button", "Namespaces");
        browser.awaitText("3 namespaces");
        browser.awaitText("1.6 GHz of 2 GHz");
        browser.awaitText("2.2 GHz no limit");
        browser.await("document.querySelector('[aria-label=\"Allocs 80 percent\"]')");
        browser.await("document.querySelector('[aria-label=\"Allocs 100 percent\"]')");
        browser.awaitText("tills");
        var preempts = "[...document.querySelectorAll('main td:last-child')]";
        browser.await(preempts + ".some(it => it.innerText === 'system')");
        browser.await(preempts + ".some(it => it.innerText === 'none')");
        browser.click("main th a", "shop The tills.");
        browser.await("location.hash === '#/jobs?q=shop'");
    }

    @Test
    void aJobShowsTheBestScoresByName() throws Exception {
        open("#/jobs/web");
        browser.awaitText("0.812");
        browser.await("document.querySelector('.scores a').innerText === 'pi-hall'");
        browser.awaitText("binpack 0.87");
        browser.awaitText("web.web[3]");
    }

    @Test
    void aNodeShowsItsFactsAndItsDay() throws Exception {
        open("#/nodes/badge-ada");
        browser.awaitText("9 h 24 min");
        browser.awaitText("epd2in7");
        browser.awaitText("exec (files, pids), java (25)");
        browser.awaitText("2 breaks, the longest 40 min.");
        assertEquals(
                2L,
                browser.run(
                        "return document.querySelectorAll('.strip [role=img] .missed').length"));
        browser.awaitText("For 1 h 40 min no server ran: how it was then is not known.");
        browser.awaitText("not known: no server ran");
        browser.await("document.querySelectorAll('.strip [role=img] .unknown').length === 1");
        browser.await(
                "getComputedStyle(document.querySelector('.strip .unknown')).fill"
                        + ".includes('#no-server')");
        var given = "[...document.querySelectorAll('.given')].length === 4";
        browser.await(given);
    }

    @Test
    void whoHasJustJoinedIsNotMissed() throws Exception {
        server.fleet.contact("gate-7", true);
        server.fleet.joined("gate-7");
        open("#/");
        browser.awaitText("4 of 5 nodes are connected; gate-7 has joined only.");
        open("#/nodes/gate-7");
        browser.awaitText("has joined, not connected for");
        browser.awaitText("Nothing is known of the last day.");
        browser.await("document.querySelector('main').innerText.includes('joined')");
    }

    @Test
    void joiningIsNoBreak() throws Exception {
        open("#/");
        browser.run(
                """
                import("/rooms/cluster/strip.js").then(({ spans, says }) => {
                    const at = ago => new Date(10e9 - ago).toISOString();
                    const joined = { contact: "joined", reachable: false, at: at(60_000) };
                    const heard = { reachable: true, at: at(59_000) };
                    const late = { reachable: true, at: at(5_000) };
                    window.atOnce = says(spans([joined, heard], 10e9));
                    window.late = says(spans([joined, late], 10e9));
                    const off = { contact: "unknown", at: at(50_000) };
                    window.off = says(spans([joined, heard, off, late], 10e9));
                    window.out = says(spans([{ ...off, at: at(100_000_000) }, late], 10e9));
                });
                """);
        browser.await("window.atOnce === 'Connected for all of the 59 s that are known.'");
        browser.await("window.late.endsWith('1 break, the longest 55 s.')");
        var unknown = " For 45 s no server ran: how it was then is not known.'";
        browser.await("window.off === 'Connected for all of the 14 s that are known." + unknown);
        browser.await(
                "window.out.includes('of the 5 s that are known. For 23 h 59 min no server')");
    }

    @Test
    void anAllocationSaysWhichVariantsAreRun() throws Exception {
        open("#/allocations/a104");
        browser.awaitText("server as musl");
    }

    @Test
    void logsFollowPauseAndAreSearched() throws Exception {
        open("#/allocations/a104");
        browser.awaitText("line 64 GET");
        browser.click("button", "Pause");
        browser.await("/Go on \\([1-9]/.test(document.body.innerText)");
        browser.run("document.querySelector('.bar-of-logs input').focus()");
        browser.press("l", "i", "n", "e", " ", "5", "9");
        browser.awaitText("1 of");
        browser.click("button", "stderr");
        browser.awaitText("no route to the display");
        browser.await("location.hash.includes('source=stderr')");
    }

    /// Many programs write to stderr only.
    @Test
    void whereNothingIsWrittenItIsSaidWhereSomethingIs() throws Exception {
        open("#/allocations/a106");
        browser.awaitText("Nothing was written to stdout yet. There is output on stderr: ");
        browser.awaitText("0 lines, following");
        browser.click("button", "show stderr");
        browser.awaitText("no route to the display");
    }

    /// A list that is scrolled as its page goes away has nothing to measure any more.
    @Test
    void logsThatAreLeftAskForNothing() throws Exception {
        open("#/allocations/a104");
        browser.awaitText("line 64 GET");
        browser.run("window.left = document.querySelector('.lines'); location.hash = '#/jobs'");
        browser.awaitText("5 jobs");
        browser.run("window.left.dispatchEvent(new Event('scroll'))");
        browser.await("!document.contains(window.left)");
    }

    @Test
    void aChangeIsConfirmedBeforeItIsAsked() throws Exception {
        open("#/allocations/a104");
        browser.click(".actions button", "Restart");
        browser.awaitText("Restart web.web[1]?");
        assertTrue(server.changes.isEmpty());
        browser.click("dialog button", "Cancel");
        browser.await("!document.querySelector('dialog')");
        browser.click(".actions button", "Stop");
        browser.click("dialog button", "Stop");
        browser.await("!document.querySelector('dialog')");
        assertEquals(List.of("POST /v1/allocations/a104/stop"), List.copyOf(server.changes));
    }

    @Test
    void aNodeIsDrainedWithADeadline() throws Exception {
        open("#/nodes/pi-hall");
        browser.click(".actions button", "Drain");
        browser.click("dialog button", "Drain");
        browser.await("!document.querySelector('dialog')");
        var change = String.valueOf(server.changes.poll());
        assertTrue(change.endsWith("{\"deadline\":\"1h\",\"systemToo\":false}"), change);
    }

    @Test
    void aNodeThatDrainsSaysWhatItWaitsFor() throws Exception {
        server.fleet.drains("pi-hall", 23);
        open("#/nodes/pi-hall");
        browser.awaitText("It is being emptied; what is still here at");
        browser.awaitText("a104 of web: 1 of its group has nobody healthy for long enough");
        browser.awaitText("and for 3 more");
        browser.click(".notice a", "a104 of web");
        browser.await("location.hash === '#/allocations/a104'");
    }

    @Test
    void aJobShowsItsVersionsAndGoesBack() throws Exception {
        open("#/jobs/web");
        browser.awaitText("scaled by person:ada");
        browser.awaitText("groups[web].count 1 → 3");
        browser.awaitText("+ meta.team tills");
        browser.awaitText("− meta.of shop");
        browser.awaitText("and 2 changes more");
        browser.awaitText("unknown by unknown");
        browser.run("document.querySelectorAll('details').forEach(it => it.open = true)");
        browser.click("button", "Revert to 2");
        browser.awaitText("Revert web to version 2?");
        browser.click("dialog button", "Revert");
        browser.await("!document.querySelector('dialog')");
        var change = String.valueOf(server.changes.poll());
        assertTrue(
                change.matches(
                        "POST /v1/jobs/web/revert\\?namespace=default&version=2"
                                + "&expectedVersion=[0-9]+.*"),
                change);
    }

    @Test
    void aPlanIsShownBeforeAnythingStarts() throws Exception {
        open("#/plan");
        browser.click("button", "Take the example");
        browser.click("button", "Plan");
        browser.awaitText("1 would be placed, 1 would be stopped.");
        browser.awaitText("hello.web[0] on pi-hall, server as arm64 0.812");
        browser.awaitText("hello.web[1] a9 on pi-hall count is 1");
        browser.awaitText("It differs from version 2:");
        browser.click("button", "Run this job");
        browser.click("dialog button", "Run");
        browser.await("location.hash === '#/jobs/hello'");
    }

    @Test
    void aWrongJobFileShowsItsLines() throws Exception {
        open("#/plan");
        browser.run("document.querySelector('textarea').focus()");
        browser.press("j", "b", "o");
        browser.click("button", "Plan");
        browser.awaitText("line 1 jbo is not a key here");
    }

    @Test
    void everythingCanBeReachedByKeyboard() throws Exception {
        open("#/");
        browser.press("g", "n");
        browser.await("location.hash === '#/nodes'");
        browser.awaitText("5 nodes, 4 connected");
        browser.press("j", "j", "k", "\uE007");
        browser.awaitText("no contact for");
        browser.press("?");
        browser.awaitText("search nodes, jobs and allocations");
        browser.press("\uE00C");
        browser.await("!document.querySelector('dialog')");
        browser.press("/");
        browser.await("document.activeElement.getAttribute('role') === 'combobox'");
        browser.press("b", "a", "d", "g", "e", "-", "l");
        browser.await("document.querySelectorAll('#found [role=option]').length >= 1");
        browser.press("\uE007");
        browser.await("location.hash.startsWith('#/nodes/')");
        browser.awaitText("badge-lin");
        browser.press("g", "e");
        browser.await("location.hash === '#/events'");
    }

    @Test
    void eventsAreFilteredAndHeld() throws Exception {
        open("#/events");
        browser.awaitText("Job vision is blocked");
        browser.click(".chips button", browser.text(".chips button:nth-child(2)").trim());
        browser.await("!document.querySelector('main').innerText.includes('Job vision')");
        browser.click("button", "Hold");
        server.fleet.contact("gate-7", true);
        browser.awaitText("Held; 1 newer one waits");
        browser.click("button", "Go on");
        browser.awaitText("Node gate-7 is reachable.");
    }

    @Test
    void theAuditIsShownByCallerAndByTime() throws Exception {
        open("#/audit");
        browser.awaitText("trust TokenCreated ci");
        browser.awaitText("refused 3 × GET /v1/tokens (403) to person:eve from 192.0.2.9");
        browser.awaitText("refused 2 others");
        browser.awaitText("Lines 2 to 3 are not here: they could not be written.");
        var order = "[...document.querySelectorAll('tbody th')].map(it => it.innerText).join()";
        browser.await(order + " === '5,4,gap,1'");
        browser.click(".chips button", "last day");
        browser.await("location.hash === '#/audit?since=1d'");
        browser.run("document.querySelector('.filter').focus()");
        browser.press("c", "i", "\uE007");
        browser.await("location.hash === '#/audit?since=1d&who=ci'");
        browser.await(order + " === '5'");
        browser.click(".chips button", "all");
        browser.run("document.querySelector('.filter').focus()");
        browser.press("x", "\uE007");
        browser.awaitText("No line is like that");
        var asked = String.join(" ", browser.requests());
        assertTrue(asked.contains("/v1/audit?limit=100&who=ci&since=1d"), asked);
    }

    @Test
    void whoeverMayNotSeeTheAuditIsToldSo() throws Exception {
        server.door.closed.add("/v1/audit");
        open("#/audit");
        browser.awaitText("You may not see this");
        browser.awaitText("ada may not read /v1/audit.");
    }

    @Test
    void aServerThatIsAwayLeavesThePageStandingAndIsFoundAgain() throws Exception {
        open("#/nodes");
        browser.awaitText("badge-ada");
        server.goAway();
        browser.awaitText("The server is away since");
        browser.awaitText("badge-ada");
        server.comeBack();
        browser.click("button", "Try now");
        browser.await("!document.querySelector('.away')");
        server.fleet.contact("gate-7", true);
        browser.awaitText("5 nodes, 5 connected");
    }

    @Test
    void anEmptyFleetSaysWhatToDoNext() throws Exception {
        server.close();
        server = FakeServer.start(new FakeFleet(), 0);
        open("#/");
        browser.awaitText("skerry node join-token");
        browser.awaitText("Nothing has happened since");
        open("#/jobs");
        browser.awaitText("skerry job run examples/badge/badge.yaml");
        open("#/nodes/nobody");
        browser.awaitText("There is no such node");
    }

    @Test
    void everyPageFitsAPhone() throws Exception {
        browser.size(360, 740);
        for (var page : PAGES) {
            open(page);
            var wide = "return document.documentElement.scrollWidth";
            assertEquals(360L, browser.run(wide), page + " scrolls sideways");
        }
    }

    @Test
    void whatHasEndedIsNotStillToStop() throws Exception {
        open("#/jobs");
        browser.await(
                "[...document.querySelectorAll('.pips .n')].some(it => it.innerText === '0 of 0')");
    }

    @Test
    void darkFollowsTheSystemAndTheChoiceIsRemembered() throws Exception {
        var background = "getComputedStyle(document.body).backgroundColor";
        browser.scheme("dark");
        open("#/");
        browser.await(background + " === 'rgb(13, 23, 29)'");
        browser.press("t");
        browser.await(background + " === 'rgb(251, 250, 244)'");
        open("#/jobs");
        browser.await(background + " === 'rgb(251, 250, 244)'");
        browser.press("t", "t");
        browser.await(background + " === 'rgb(13, 23, 29)'");
    }

    @Test
    void everyPageHasLandmarksAndNames() throws Exception {
        for (var page : PAGES) {
            open(page);
            browser.await("document.querySelectorAll('main h1').length === 1");
            browser.await("document.querySelector('header.top nav[aria-label]')");
            var unnamed =
                    "return [...document.querySelectorAll('button, a, input, textarea, select')]"
                            + ".filter(it => !(it.textContent || it.ariaLabel "
                            + "|| it.labels?.length))"
                            + ".map(it => it.outerHTML)";
            assertEquals(List.of(), browser.run(unnamed), page);
        }
    }

    private void addTheSample(byte[] room) throws Exception {
        var list = new String(FakeServer.resource("/web/rooms.js"), StandardCharsets.UTF_8);
        var longer = list.replace("];", "    \"note\",\n];");
        assertEquals(list.lines().count() + 1, longer.lines().count());
        server.files.put("/rooms.js", longer.getBytes(StandardCharsets.UTF_8));
        if (room.length > 0) server.files.put("/rooms/note/room.js", room);
    }

    private static byte[] sample() throws Exception {
        var root = Path.of(System.getProperty("skerry.root", ".."));
        return Files.readAllBytes(
                root.resolve("examples/note/src/main/resources/web/rooms/note/room.js"));
    }

    /// One folder and one line of the list: the shell is what it was.
    @Test
    void aRoomMoreCostsOneFolderAndOneLine() throws Exception {
        addTheSample(sample());
        open("#/nodes");
        var places =
                "[...document.querySelectorAll('header .places a')].map(it => it.innerText).join()";
        browser.await(places + ".endsWith(',Notes')");
        browser.press("g", "i");
        browser.awaitText("No node has a note");
        var note = Json.of("node", "n-1", "number", 1, "seen", true, "text", "by the door");
        synchronized (server.fleet) {
            server.fleet.notes.add(note);
        }
        open("#/notes");
        browser.awaitText("by the door");
        browser.awaitText("1 note");
        browser.await("document.querySelector('[aria-current=page]').innerText === 'Notes'");
        browser.await("document.title === 'Notes · Skerry'");
        browser.press("?");
        browser.awaitText(" and notes");
        browser.awaitText("what is left for nodes");
        browser.press("\uE00C", "/", "d", "o", "o", "r");
        browser.await("document.querySelector('#found [role=option]')");
        browser.press("\uE007");
        browser.awaitText("Leave a note");
        browser.click(".actions button", "Leave a note");
        browser.await("document.querySelector('dialog[open] .go')");
        browser.run("document.querySelector('dialog input').focus()");
        browser.press("i", "n", " ", "t", "h", "e", " ", "h", "a", "l", "l");
        browser.click("dialog button", "Leave it");
        browser.await("!document.querySelector('dialog')");
        assertTrue(server.changes.contains("PUT /v1/notes/n-1 in the hall"), server.changes + "");
    }

    @Test
    void aRoomThatCannotBeLoadedIsSaid() throws Exception {
        addTheSample(new byte[0]);
        browser.open(server.address() + "/#/nodes");
        browser.awaitText("The pages could not be loaded");
        var thief = "export default { within: { allocations: \"note\" } };";
        server.files.put("/rooms/note/room.js", thief.getBytes(StandardCharsets.UTF_8));
        browser.open(server.address() + "/?again#/nodes");
        browser.awaitText("Room note: page below another \"allocations\" is taken already.");
    }

    /// What is not in a room knows none: not its files, its addresses or its part of the API.
    @Test
    void theShellKnowsNoRoom() throws Exception {
        var web = Path.of(System.getProperty("skerry.root", ".."), "ui/src/main/resources/web");
        try (var files = Files.walk(web)) {
            for (var file : files.filter(it -> it.toString().endsWith(".js")).toList()) {
                var path = web.relativize(file).toString();
                if (path.startsWith("rooms/") || path.startsWith("lib/")) continue;
                if (path.equals("rooms.js")) continue;
                var text = Files.readString(file);
                for (var word : List.of("rooms/cluster", "#/jobs", "#/nodes", "/v1/jobs", "/v1/no"))
                    assertFalse(text.contains(word), path + " knows " + word);
            }
        }
    }

    /// What all rooms share, and what one of them adds.
    @Test
    void allOfItIsSmall() throws Exception {
        var web = Path.of(System.getProperty("skerry.root", ".."), "ui/src/main/resources/web");
        var parts = new HashMap<String, Long>();
        try (var files = Files.walk(web)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = web.relativize(file);
                var part = name.startsWith("rooms") ? name.getName(1) + "" : "";
                parts.merge(part, Files.size(file), Long::sum);
            }
        }
        assertTrue(parts.size() > 3, "only " + parts + " were found");
        parts.forEach((part, bytes) -> {
            int max = part.isEmpty() ? SHARED_BYTES_MAX : ROOM_BYTES_MAX;
            assertTrue(bytes < max, "files of '" + part + "' have " + bytes + " bytes");
        });
    }
}
