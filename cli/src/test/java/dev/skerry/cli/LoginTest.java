package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.session.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logging in, and what a server says to whom it does not know.
class LoginTest {
    private static final String ADA = "skerry_0123456789ab_" + "a".repeat(43);
    private static final String OLD = "skerry_ba9876543210_" + "b".repeat(43);

    @TempDir Path folder;
    private FakeServer server;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
        server.trust.tokens.add(ADA);
        environment.put("SKERRY_CREDENTIALS", kept().toString());
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Path kept() {
        return folder.resolve("home/credentials");
    }

    /// Whatever is typed, no token is printed.
    private Typed typed(String in, String words) {
        var typed = Typed.with(0, environment, in, server, words);
        var secret = "(?s).*(aaaa|bbbb).*";
        assertFalse((typed.out() + typed.err()).matches(secret), typed.out() + typed.err());
        return typed;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /// What a CI has signed is exchanged; the token for it is kept.
    @Test
    void aJwtIsExchangedForATokenThatIsKept() throws IOException {
        server.trust.tokens.clear();
        var jwt = Files.writeString(folder.resolve("ci.jwt"), "eyJh.eyJz.c2ln\n");
        for (var login :
                List.of(
                        typed("", "login --jwt " + jwt),
                        typed("eyJh.eyJz.c2ln", "login --jwt -"))) {
            assertEquals(0, login.exitCode(), login.err());
            assertTrue(login.out().startsWith("Logged in as ada at "), login.out());
            assertTrue(
                    server.requests().contains("POST /v1/login {\"jwt\":\"eyJh.eyJz.c2ln\"}"),
                    server.requests() + "");
            assertEquals(server.address() + " skerry_a_b\n", Files.readString(kept()));
        }
        var none = typed(ADA, "login --jwt -");
        assertEquals(2, none.exitCode());
        assertTrue(none.err().contains("Standard input has no signed JWT."), none.err());
        assertEquals(2, typed("", "login --jwt " + folder.resolve("none")).exitCode());
        var token = typed("eyJh.eyJz.c2ln", "login");
        assertTrue(token.err().contains("`skerry login --jwt` takes one"), token.err());
    }

    /// What is shown to log in is as good as a token, whichever of the ways it comes.
    @Test
    void nothingThatLogsInGoesToOthersInPlain() throws IOException {
        var jwt = Files.writeString(folder.resolve("ci.jwt"), "eyJh.eyJz.c2ln\n");
        for (var words : List.of("login", "login --jwt -", "login --jwt " + jwt)) {
            var said = Typed.at("http://192.0.2.1:4646", 0, environment, ADA, words);
            assertTrue(
                    said.err().contains("No token is sent to http://192.0.2.1:4646"), said.err());
        }
    }

    @Test
    void aTokenThatIsPipedInIsKeptAndUsed() throws IOException {
        var login = typed(ADA + "\n", "login");
        assertEquals(0, login.exitCode(), login.err());
        assertEquals(
                "Logged in as ada at %s, with the roles developer, reader.\n"
                        .formatted(server.address()),
                login.out());
        assertEquals(server.address() + " " + ADA + "\n", Files.readString(kept()));
        assertEquals("rw-------", mode(kept()));
        assertEquals("rwx------", mode(folder.resolve("home")));
        assertEquals(0, typed("", "node list").exitCode());
        assertTrue(server.requests().stream().noneMatch(it -> it.contains("aaaa")));
    }

    @Test
    void aTokenStandsInAFileAsWell() throws IOException {
        var file = Files.writeString(folder.resolve("ada.token"), ADA + "\n");
        assertEquals(0, typed("", "login --token-file " + file).exitCode());
        assertEquals(0, typed("", "node list").exitCode());
        var none = typed("", "login --token-file " + folder.resolve("none"));
        assertEquals(2, none.exitCode());
        assertTrue(none.err().contains("There is no file " + folder.resolve("none")), none.err());
    }

    @Test
    void whoHasNotLoggedInIsToldHow() {
        var list = typed("", "node list");
        assertEquals(6, list.exitCode());
        var first = "skerry: You are not logged in at %s.\n".formatted(server.address());
        assertTrue(list.err().startsWith(first), list.err());
        assertTrue(list.err().contains("  `skerry login` takes a token."), list.err());
        assertTrue(list.err().contains("`skerry login --first`"), list.err());
    }

    @Test
    void aTokenThatTheServerDoesNotKnowIsNotKept() {
        var login = typed(OLD, "login");
        assertEquals(6, login.exitCode());
        assertTrue(login.err().contains("it may have been revoked."), login.err());
        assertTrue(login.err().contains("that of standard input"), login.err());
        assertFalse(Files.exists(kept()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "bbbb", "skerry_bbbb\naaaa", "Bearer bbbb", "skerry_bbbb é"})
    void whatIsNoTokenIsNotSent(String in) {
        var login = typed(in, "login");
        assertEquals(2, login.exitCode());
        assertTrue(login.err().contains("begins with skerry_"), login.err());
        assertEquals(0, server.requests().size());
    }

    @Test
    void theFirstTokenIsTakenFromWhereItLies() throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        var words = "login --first --data " + data;
        var none = typed("", words);
        assertEquals(3, none.exitCode());
        assertTrue(none.err().contains("There is no first token in " + data), none.err());
        assertTrue(none.err().contains("`skerry server --first-token again`"), none.err());

        var file = data.resolve("first.token");
        OwnFile.write(file, OLD);
        var other = typed("", words);
        assertEquals(6, other.exitCode());
        assertTrue(other.err().contains("Is " + data + " the data folder of the"), other.err());
        assertTrue(Files.exists(file));

        OwnFile.write(file, ADA + "\n");
        assertEquals(0, typed("", words).exitCode());
        assertFalse(Files.exists(file));
        assertEquals(0, typed("", "node list").exitCode());
        assertEquals(2, typed(ADA, "login --data " + data).exitCode());
    }

    /// Somebody else may have put it there, or know it by now.
    @Test
    void aFirstTokenThatOthersCouldTouchIsLeftWhereItIs() throws IOException {
        var data = Files.createDirectory(folder.resolve("data"));
        var file = data.resolve("first.token");
        var words = "login --first --data " + data;
        OwnFile.write(file, ADA + "\n");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        refused(words, "others can write into " + data + ", and may have put it there; `chmod");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        refused(words, "others can read it");
        Files.move(file, folder.resolve("elsewhere"));
        Files.createSymbolicLink(file, folder.resolve("elsewhere"));
        refused(words, "it is a link");
        assertTrue(Files.exists(file));
        assertEquals(0, server.requests().stream().filter(it -> it.contains("self")).count());
    }

    private void refused(String words, String why) {
        var login = typed("", words);
        assertEquals(1, login.exitCode());
        assertTrue(login.err().contains(why), login.err());
    }

    @Test
    void theEnvironmentGoesBefore() {
        environment.put("SKERRY_TOKEN", OLD);
        var list = typed("", "node list");
        assertEquals(6, list.exitCode());
        assertTrue(list.err().contains("that of SKERRY_TOKEN; unset it"), list.err());
        var login = typed(ADA, "login");
        assertEquals(0, login.exitCode());
        assertTrue(login.err().contains("`unset SKERRY_TOKEN`"), login.err());
        environment.put("SKERRY_TOKEN", ADA);
        assertEquals(0, typed("", "node list").exitCode());
        environment.put("SKERRY_TOKEN", "bbbb");
        assertEquals(2, typed("", "node list").exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void whatOthersCanReadIsNotUsed(String mode) throws IOException {
        assertEquals(0, typed(ADA, "login").exitCode());
        Files.setPosixFilePermissions(kept(), PosixFilePermissions.fromString(mode));
        for (var words : new String[] {"node list", "logout"}) {
            var list = typed("", words);
            assertEquals(1, list.exitCode());
            assertTrue(list.err().contains("can be read or changed by others"), list.err());
            assertTrue(list.err().contains("`chmod 600 " + kept() + "`"), list.err());
        }
    }

    @Test
    void aLineThatIsNoneIsNamed() throws IOException {
        assertEquals(0, typed(ADA, "login").exitCode());
        Files.writeString(kept(), "\n" + server.address() + " bbbb\n");
        var wrong = typed("", "node list");
        assertTrue(wrong.err().contains(kept() + ":2"), wrong.err());
        Files.writeString(kept(), ADA + "\n");
        wrong = typed("", "node list");
        assertEquals(1, wrong.exitCode());
        assertTrue(wrong.err().contains(kept() + ":1 is no line of an address"), wrong.err());
    }

    @Test
    void aHundredServersAndNoMore() throws IOException {
        assertEquals(0, typed(ADA, "login").exitCode());
        var lines = new StringBuilder();
        for (int i = 0; i < 100; i++)
            lines.append("http://192.0.2.").append(i).append(' ').append(ADA).append('\n');
        Files.writeString(kept(), lines.toString());
        var login = typed(ADA, "login");
        assertEquals(1, login.exitCode());
        assertTrue(login.err().contains("has tokens for 100 servers already"), login.err());
        assertEquals(lines.toString(), Files.readString(kept()));
    }

    @Test
    void whoLogsOutIsForgotten() throws IOException {
        assertEquals(0, typed(ADA, "login").exitCode());
        var logout = typed("", "logout");
        assertEquals("Logged out at " + server.address() + ".\n", logout.out());
        assertEquals("", Files.readString(kept()));
        assertEquals(6, typed("", "node list").exitCode());
        logout = typed("", "logout");
        assertEquals(0, logout.exitCode());
        assertEquals("Nobody was logged in at " + server.address() + ".\n", logout.out());
    }

    @Test
    void whatOneMayNotIsSaid() {
        server.trust.forbids = true;
        var list = typed("", "node list");
        assertEquals(6, list.exitCode());
        assertTrue(list.err().startsWith("skerry: ada may not read cluster/nodes"), list.err());
        assertTrue(list.err().contains("`skerry whoami`"), list.err());
    }

    @Test
    void aLinkLogsABrowserIn() {
        assertEquals(0, typed(ADA, "login").exitCode());
        var page = typed("", "login --page");
        assertEquals(server.address() + "/#login=c0de\n", page.out());
        assertTrue(page.err().contains("once, within a minute"), page.err());
        assertEquals(2, typed("", "login --page --first").exitCode());
    }
}
