package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.EventStream;
import dev.skerry.cli.show.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each command prints and how it ends, against a small server that works.
class MainTest {
    @TempDir Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeServer server;

    MainTest() throws IOException {
        server = new FakeServer();
    }

    @BeforeEach
    void begin() {
        out.reset();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private int run(String words) {
        return run(Screen.plain(out), words);
    }

    private int run(Screen screen, String words) {
        return run(screen, server.address(), words);
    }

    private int runAt(String address, String words) {
        return run(Screen.plain(out), address, words);
    }

    private int run(Screen screen, String address, String words) {
        out.reset();
        err.reset();
        var all = new ArrayList<>(List.of(words.split(" ", -1)));
        all.add("--address");
        all.add(address);
        return Main.run(Typed.shell(screen, Screen.plain(err)), all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), text);
    }

    @Test
    void listsNodes() {
        assertEquals(0, run("node list"));
        var lines = out().lines().toList();
        assertEquals("ID  NAME     STATUS  SINCE", lines.getFirst().substring(0, 26), out());
        assertTrue(lines.get(1).contains("arm64  battery 80%, 9 h     1  10% of 4 GHz"), out());
        assertTrue(lines.get(1).contains("25% of 512 MiB"), out());
    }

    @Test
    void printsTheAnswerAsItCame() {
        assertEquals(0, run("status --json"));
        assertTrue(out().startsWith("{\"version\":\"0.1.0\","), out());
        assertEquals("", err());
    }

    @Test
    void aListInPagesIsShownAsAWhole() {
        assertEquals(0, run("job list --namespace many"));
        var shown = out.toString(StandardCharsets.UTF_8);
        assertEquals(3, shown.lines().count(), shown);
        assertEquals(3, server.requests().size());
        assertEquals(0, run("job list --namespace many --json"));
        var text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("}") && text.indexOf("a/b") < text.indexOf("\"z\""), text);
    }

    @Test
    void showsTheStatusOfAll() {
        assertEquals(0, run("status"));
        assertEquals(
                """
                server       %s, version 0.1.0, up 1 m, index 3
                nodes        1 ready, 1 total
                jobs         0 total
                allocations  2 running
                """
                        .formatted(server.address()),
                out());
    }

    @Test
    void waitsForAJobToComeUp() throws IOException {
        assertEquals(0, run("job run " + file("job: hello\n")), err());
        assertEquals(
                """
                hello version 1: 0 of 1 running and healthy
                hello.web[0] on badge-1: pending
                hello version 1: 1 of 1 running and healthy
                hello.web[0] on badge-1: running
                """,
                out());
    }

    @Test
    void drawsAJobComingUpOnATerminal() throws IOException {
        var stream = Screen.plain(out).stream();
        assertEquals(
                0, run(new Screen(stream, true, false, 60), "job run " + file("job: hello\n")));
        assertTrue(out().contains("\u001b[2A\u001b[Jhello version 1: 1 of 1"), out());
    }

    @Test
    void saysWhyAJobDoesNotComeUp() throws IOException {
        assertEquals(5, run("job run --timeout 300ms " + file("job: large\n")));
        assertTrue(out().contains("web: 1 without a place (1 node looked at; 1 without"), out());
        assertTrue(err().contains("large did not come up within 300ms."), err());
        assertTrue(err().contains("badge-1  memory  384 MiB free"), err());
    }

    @Test
    void saysWhatFailedAndWhenItIsTriedAgain() throws IOException {
        var words =
                "web: flap.web[1] failed on badge-1: task web failed: exit code 1; tried again at "
                        + EventStream.clock("2026-01-01T00:00:00Z")
                        + ", and 1 more later";
        assertEquals(5, run("job run --timeout 300ms " + file("job: flap\n")));
        assertTrue(out().contains("\n" + words + "\n"), out());
        assertTrue(err().contains("Group " + words + ".\n"), err());
        assertFalse((out() + err()).contains("looked at"), out() + err());
        assertEquals(0, run("job status flap"));
        assertTrue(out().contains("Group " + words + ".\n"), out());
    }

    @Test
    void saysThatALongBatchRuns() throws IOException {
        var job = file("job: batch-running\n");
        assertEquals(5, run("job run --timeout 300ms " + job));
        assertTrue(err().contains("batch-running runs; not done within 300ms."), err());
        assertEquals(5, run("job run --timeout 300ms " + file("job: batch-pending\n")));
        assertTrue(err().contains("batch-pending did not come up within 300ms."), err());
    }

    @Test
    void saysThatADoneBatchIsNotRunAgain() throws IOException {
        var job = file("job: batch-complete\n");
        assertEquals(0, run("job run " + job), err());
        assertEquals("batch-complete version 1: 1 of 1 complete\n", out());
        assertEquals(0, run("job run " + job), err());
        var unchanged =
                "batch-complete is unchanged since version 1, which is done: nothing was run.";
        assertTrue(out().startsWith(unchanged), out());
        assertTrue(out().contains("stop it first: `skerry job stop batch-complete"), out());
        assertEquals(0, run("job run --detach " + job), err());
        assertEquals("batch-complete is unchanged since version 1.\n", out());
    }

    @Test
    void endsWithAFailureWhenNothingIsTriedAgain() throws IOException {
        assertEquals(1, run("job run " + file("job: batch-failed\n")));
        assertTrue(err().contains("batch-failed has failed, and is not tried again."), err());
        assertTrue(err().contains("`skerry job stop batch-failed"), err());
    }

    @Test
    void doesNotWaitWhenDetached() throws IOException {
        var words = "job run --detach --expect-version 0 " + file("job: large\n");
        assertEquals(0, run(words), err());
        assertEquals("large version 1 is accepted.\n", out());
        assertTrue(server.requests().getFirst().startsWith("POST /v1/jobs?expectedVersion=0"));
    }

    @Test
    void saysWhereAFileIsWrong() throws IOException {
        var file = file("job: hello\nwrong: 1\n");
        assertEquals(2, run("job validate " + file));
        assertEquals(
                """
                FILE:2:1: "wrong" is not a key
                FILE:3:7: groups is missing
                """
                        .replace("FILE", file.toString()),
                out());
        assertTrue(err().contains("has 2 problems."), err());
    }

    @Test
    void plans() throws IOException {
        assertEquals(0, run("job plan " + file("job: hello\n")));
        assertEquals(
                """
                hello version 1

                group web: 1 placed
                  PLACED ON  SCORE  NAME    INSTEAD OF  RUNS
                  badge-1     0.50  web[0]              cam as java, srv as arm64
                  STOPPED  NAME          ON  WHY
                  a9       hello.web[1]  pi  count is 1
                  2 nodes looked at: 1 refused by node.arch == "arm64"
                  BEST     SCORE  MADE OF
                  badge-1   0.50  binpack 0.50
                  REFUSED  BY                    FOUND
                  pi       node.arch == "arm64"  amd64
                """,
                out());
    }

    @Test
    void saysWhatOfAnOutputIsNoLongerKept() {
        assertEquals(0, run("alloc logs --task chatty a1"));
        assertEquals("first line\nsecond line\n", out());
        assertEquals("5,000,000 bytes before this are no longer kept.\n", err());
        assertEquals(0, run("alloc logs --task chatty --tail 2 a1"));
        assertEquals("", err(), "who asks for the end misses nothing");
    }

    /// What breaks off is gone on with, and where something is gone it is said.
    @Test
    void anOutputThatBreaksOffIsGoneOnWith() {
        assertEquals(0, run("alloc logs --task broken a1"));
        assertEquals("first line\nsecond line\nfirst line\nsecond line\n", out());
        assertEquals("7,000 bytes before this are no longer kept.\n", err());
        assertEquals(4, run("alloc logs --task vain a1"));
        assertTrue(err().startsWith("skerry: The output broke off before its end.\n"), err());
        for (var lines : List.of("0", "100001", "9999999", "-1", "x")) {
            assertEquals(2, run("alloc logs --tail=" + lines + " a1"));
            assertTrue(err().contains("a number of lines from 1 to 100000"), err());
        }
    }

    @Test
    void showsAndStopsAJob() throws IOException {
        assertEquals(0, run("job run " + file("job: hello\n")));
        assertEquals(0, run("job list"));
        assertTrue(out().contains("hello  service        1  running  1 of 1"), out());
        assertEquals(0, run("job status hello"));
        assertTrue(out().contains("a1  hello.web[0]  badge-1  1        running"), out());
        assertEquals(0, run("job stop hello --purge"));
        assertTrue(server.requests().getLast().contains("purge=true"));
        assertEquals(3, run("job status hello"));
    }

    /// A batch that is done runs nowhere: that is no shortcoming.
    @Test
    void ofABatchItSaysHowMuchIsDone() throws IOException {
        assertEquals(0, run("job run " + file("job: batch-complete\n")));
        assertEquals(0, run("job list"));
        assertTrue(
                out().contains("batch-complete  batch        1  complete  1 of 1 done  "), out());
    }

    @Test
    void changesNodes() {
        assertEquals(0, run("node meta badge-1 site=hall-2 floor-"));
        assertTrue(server.requests().getLast().endsWith("{\"site\":\"hall-2\",\"floor\":null}"));
        assertEquals(0, run("node meta badge-1"));
        assertEquals("site=hall-1\n", out());
        assertEquals(0, run("node drain badge-1 --deadline 10m"));
        assertTrue(
                server.requests().getLast().endsWith("{\"deadline\":\"10m\",\"systemToo\":false}"));
        assertEquals(0, run("node drain badge-1 --off"));
        assertEquals(0, run("node eligibility badge-1 --off"));
        assertTrue(server.requests().getLast().endsWith("{\"eligible\":false}"));
        assertEquals(0, run("node remove badge-1"));
        assertEquals("badge-1 is removed.\n", out());
        assertTrue(server.requests().getLast().startsWith("DELETE /v1/nodes/badge-1"));
        assertEquals(3, run("node remove badge-2"));
        assertEquals(0, run("node revoke badge-1"));
        assertEquals("badge-1 is shut out.\n", out());
        assertTrue(server.requests().getLast().startsWith("POST /v1/nodes/badge-1/revoke"));
        assertEquals(3, run("node revoke badge-2"));
        assertEquals(2, run("node revoke"));
        assertEquals(0, run("node status badge-8"));
        assertTrue(out().contains("revoked ") && out().contains(" ago"), out());
        assertEquals(2, run("node remove"));
        assertEquals(2, run("node meta badge-1 site"));
        assertEquals(2, run("node eligibility badge-1"));
    }

    @Test
    void readsLogsAndEvents() {
        assertEquals(0, run("alloc logs --tail 2 a1"));
        assertEquals("first line\nsecond line\n", out());
        assertEquals(0, run("events --json"));
        assertEquals(2, out().lines().count(), out());
        assertEquals(0, run("events"));
        assertTrue(out().contains("hello.web[0] goes to badge-1"), out());
    }

    @Test
    void makesTokens() {
        assertEquals(0, run("node join-token --ttl 5m"));
        assertEquals("ab.cd\n", out());
        assertTrue(server.requests().getLast().endsWith("{\"ttl\":\"5m\"}"));
        assertTrue(
                err().contains("One new node may join with it, for 5m, in pool default."), err());
        assertEquals(0, run("node join-token --ttl 5m --for-node badge-1"));
        assertTrue(server.requests().getLast().endsWith("{\"node\":\"badge-1\",\"ttl\":\"5m\"}"));
        assertTrue(err().contains("Node badge-1 may join with it"), err());
    }

    @Test
    void saysWhichServerDoesNotAnswer() {
        server.close();
        assertEquals(4, run("job list"));
        assertTrue(err().contains("No server answers at " + server.address() + "."), err());
        assertTrue(err().contains("skerry dev"), err());
    }

    @Test
    void saysWhatIsWrongWithANode() {
        assertEquals(0, run("node status badge-1"));
        for (var trouble : List.of("tasks run as the agent's own user", "facts.d is odd"))
            assertTrue(out().contains("\ntrouble   " + trouble + "\n"), out());
    }

    /// A node begins silent: nobody has missed it then.
    @Test
    void aNodeThatWasNeverSilentWasNotMissed() {
        assertEquals(0, run("node status badge-1"));
        assertTrue(out().contains("contact   joined "), out());
        assertTrue(!out().contains("missed"), out());
    }

    @Test
    void aTimeInWhichNoServerRanIsSaidToBeUnknown() {
        assertEquals(0, run("node status badge-1"));
        assertTrue(out().contains(", unknown, as no server ran, "), out());
        assertTrue(
                out().contains(
                                "last day  connected for 99.5% of 22 h 20 m, 2 breaks, the longest"
                                        + " 5 m; unknown for 1 h 40 m, as no server ran\n"),
                out());
    }

    @Test
    void saysWhatADrainWaitsFor() {
        assertEquals(0, run("node status badge-7"));
        assertTrue(out().contains("\nwaits for a1 of hello: it is moved next\n"), out());
        assertTrue(out().contains("\nwaits for a8 of hello: "), out());
        assertTrue(out().contains("\n          and for 2 more\n"), out());
    }

    @Test
    void saysWhatIsNotFound() {
        assertEquals(3, run("node status nobody"));
        assertEquals("skerry: There is no such thing.\n", err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    job rnu x|There is no command `skerry job rnu`.|Is `skerry job run` meant?
                    nod list|There is no command `skerry nod`.|Is `skerry node` meant?
                    nonsense|There is no command `skerry nonsense`.|`skerry --help` shows what
                    job|Missing required subcommand.|`skerry job --help` shows what there is.
                    job run|Missing required parameter: 'FILE'.|`skerry job run --help` shows
                    job list x|`x` is a word too many for `skerry job list`.|`skerry job list --he
                    status --colour|`skerry status` has no option `--colour`.|`skerry status --hel
                    job run --dettach x|`skerry job run` has no option `--dettach`.|Is `--detach` m
                    job run --tiemout=5s x|`skerry job run` has no option `--tiemout`.|`--timeout`
                    node eligibility n|Missing required argument (specify one|`skerry node elig
                    events --index x|--index is "x"; it should be a whole number.|`skerry events --
                    audit list -n x|-n is "x"; it should be a whole number.|`skerry audit list --he
                    dev --http x|--http is "x"; it should be a whole number.|`skerry dev --
                    """)
    void refusesWrongWords(String words, String sentence, String advice) {
        assertEquals(2, run(words));
        assertTrue(err().startsWith("skerry: " + sentence), err());
        assertTrue(err().contains("\n  ") && err().contains(advice), err());
        assertEquals(2, err().lines().count(), err());
        assertEquals("", out());
    }

    @Test
    void wordsThatTheServerRefusesAreWrongWords() {
        assertEquals(2, run("node drain invalid --deadline 40d"));
        assertEquals(
                "skerry: deadline is \"40d\"; it should be a duration from 0s to 30d, as 1h30m.\n",
                err());
    }

    /// Before anything is sent, and for each of them the same.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "node drain --deadline 99x n",
                "node join-token --ttl 99x",
                "token create --role team --ttl 99x ada",
                "job run --timeout 99x f",
                "job scale --timeout 99x shop web 1"
            })
    void aTimeThatIsNoneIsRefusedAsItWasTyped(String words) throws Exception {
        assertEquals(2, run(words.replace(" f", " " + file("job: hello\n"))));
        var option = words.replaceAll(".*(--[a-z]+) 99x.*", "$1");
        assertEquals(
                "skerry: %s is \"99x\"; it should be a time such as 30s, 2m, 1h30m or 7d.\n"
                        .formatted(option),
                err());
        assertEquals(2, run("job run --timeout 3651d " + file("job: hello\n")));
        assertTrue(err().contains("--timeout is \"3651d\"; it should be at most 3650d."), err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"alloc status ", "job stop a/b", "node status ..", "alloc stop a/../b"})
    void whatCanBeNoNameIsNotSent(String words) {
        assertEquals(2, run(words));
        assertTrue(err().contains("cannot be the name of anything."), err());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void saysWhenItIsNoSkerryServerThatAnswers() {
        assertEquals(1, run("node status html"));
        assertTrue(err().contains(" is no Skerry server: it says status 404."), err());
        assertTrue(err().contains("The API is at port 4646"), err());
    }

    @Test
    void saysWhenItIsNoHttpThatAnswers() throws Exception {
        try (var other = saying("\25\3\3\0\2\2\50\r\n\r\n")) {
            assertEquals(4, runAt("http://127.0.0.1:" + other.getLocalPort(), "status"));
            assertTrue(err().contains("is no API."), err());
        }
        try (var plain = saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertEquals(4, runAt("https://127.0.0.1:" + plain.getLocalPort(), "status"));
            assertTrue(err().contains(" does not speak TLS."), err());
            assertTrue(err().contains("try --address http://"), err());
        }
    }

    @Test
    void saysWhenNoHostHasThatName() {
        assertEquals(4, runAt("http://nobody.invalid:4646", "status"));
        assertTrue(err().contains("No host is known by the name in http://nobody.invalid"), err());
    }

    /// Answers whoever asks, also who asks again, until it is closed.
    private static ServerSocket saying(String text) throws IOException {
        var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> answerAll(socket, text));
        return socket;
    }

    private static void answerAll(ServerSocket at, String text) {
        while (true) {
            try (var socket = at.accept()) {
                // the question comes first, and the other side closes: an end that overtakes what
                // was said would be another failure
                if (socket.getInputStream().read() < 0) continue;
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                var _ = socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                if (at.isClosed()) return;
            }
        }
    }

    @Test
    void saysWhichAllocationWasMeant() {
        assertEquals(0, run("alloc stop a"));
        assertEquals("a1 is being stopped.\n", out());
        assertEquals(0, run("alloc restart a"));
        assertEquals("a1 is being restarted.\n", out());
    }

    @Test
    void saysItsVersion() {
        assertEquals(0, run("--version"));
        assertEquals("skerry 0.1.0\n", out());
    }

    @Test
    void saysWhichFileCannotBeRead() {
        assertEquals(2, run("job run " + folder.resolve("none.yaml")));
        assertTrue(err().contains("There is no file " + folder.resolve("none.yaml")), err());
        assertEquals(2, run("job run " + folder));
        assertTrue(err().contains(folder + " cannot be read: Is a directory."), err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "job run",
                "job plan",
                "job status",
                "job stop",
                "job list",
                "job validate",
                "job history",
                "job diff",
                "job revert",
                "job scale",
                "job recall",
                "recall list",
                "recall lift",
                "deployment list",
                "deployment status",
                "deployment promote",
                "deployment fail",
                "deployment pause",
                "deployment resume",
                "node list",
                "node status",
                "node drain",
                "node eligibility",
                "node meta",
                "node remove",
                "node revoke",
                "node join-token",
                "alloc list",
                "alloc status",
                "alloc logs",
                "alloc stop",
                "alloc restart",
                "events",
                "token create",
                "token list",
                "token revoke",
                "role list",
                "role show",
                "role apply",
                "role test",
                "role delete",
                "issuer list",
                "issuer show",
                "issuer apply",
                "issuer delete",
                "signing list",
                "signing show",
                "signing apply",
                "signing delete",
                "server list",
                "server join-token",
                "server remove",
                "server leave",
                "login",
                "logout",
                "whoami",
                "status",
                "completion"
            })
    void explainsEachCommandWithAnExample(String words) {
        assertEquals(0, run(words + " --help"));
        assertTrue(out().contains("Example"), out());
        assertTrue(out().contains("--address"), out());
        assertTrue(out().contains("--json"), out());
        assertTrue(out().lines().allMatch(line -> line.length() <= 100), out());
    }

    @Test
    void completesInBothShells() {
        assertEquals(0, run("completion bash"));
        assertTrue(out().startsWith("#!/usr/bin/env bash"), out());
        assertEquals(0, run("completion zsh"));
        assertTrue(out().contains("bashcompinit"), out());
        assertEquals(2, run("completion fish"));
    }
}
