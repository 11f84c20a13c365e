package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.Main;
import dev.skerry.cli.session.Shell;
import dev.skerry.cli.show.Screen;
import dev.skerry.server.Server;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.ServerSettings.HttpForm;
import dev.skerry.server.ServerSettings.HttpSettings;
import dev.skerry.server.authority.AuthorityFile;
import dev.skerry.server.http.ApiServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line, and curl in place of a browser, with a server that speaks TLS.
class TlsApiTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    @TempDir Path folder = Path.of("");
    private final Map<String, String> environment = new HashMap<>();

    private record Said(int exitCode, String out, String err) {}

    @BeforeEach
    void begin() {
        environment.put("SKERRY_CREDENTIALS", folder.resolve("credentials").toString());
    }

    private Server serve(HttpForm form) throws Exception {
        return serve(form, "127.0.0.1");
    }

    private Server serve(HttpForm form, String host) throws Exception {
        var at = new InetSocketAddress(InetAddress.ofLiteral(host), 0);
        var usual = ServerSettings.defaults();
        var settings =
                new ServerSettings(
                        new HttpSettings(at, form),
                        ANY_PORT,
                        folder.resolve("data"),
                        List.of(),
                        usual.tokens(),
                        usual.contact(),
                        usual.certificateLife(),
                        usual.trust(),
                        usual.cell());
        return new Server(settings, ServerRooms.usual(), new ApiServer(), _ -> {});
    }

    private String first() throws IOException {
        return Files.readString(folder.resolve("data/first.token"));
    }

    private Said typed(String in, String address, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var all = new ArrayList<>(List.of(words));
        all.add("--address=" + address);
        var piped = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        var shell = new Shell(Screen.plain(out), Screen.plain(err), piped, environment);
        int code = Main.run(shell, all.toArray(String[]::new));
        return new Said(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void works(String address, String... words) {
        var said = typed("", address, words);
        assertEquals(0, said.exitCode, said.err);
    }

    private void says(Said said, String sentence) {
        assertEquals(4, said.exitCode, said.out + said.err);
        assertTrue(said.err.contains(sentence), said.err);
    }

    @Test
    void aLoginKeepsWhoVouchesForTheServer() throws Exception {
        try (var server = serve(new HttpForm.OwnAuthority())) {
            var address = server.address();
            assertTrue(address.startsWith("https://127.0.0.1:"), address);
            says(typed(first(), address, "login"), "of an authority that is not known here.");
            says(typed(first(), address, "login"), "`skerry server ca` prints it");
            var login = typed(first(), address, "login", "--ca", server.pin());
            assertEquals(0, login.exitCode, login.err);
            works(address, "node", "list");
            works(address + "/", "whoami");
            var kept = Files.readString(folder.resolve("credentials"));
            assertTrue(kept.endsWith(" " + server.pin() + "\n"), "the pin is kept");
            // again, without saying it again
            assertEquals(0, typed(first(), address, "login").exitCode);
            works(address, "node", "list");
            works(address, "logout");
            says(typed("", address, "node", "list"), "not known here");
        }
    }

    @Test
    void aFileVouchesAsWell() throws Exception {
        try (var server = serve(new HttpForm.OwnAuthority())) {
            var address = server.address();
            var ca = folder.resolve("ca.pem");
            Files.writeString(ca, AuthorityFile.read(folder.resolve("data/authority")).pem());
            var login = typed(first(), address, "login", "--ca", ca.toString());
            assertEquals(0, login.exitCode, login.err);
            Files.delete(ca);
            works(address, "node", "list");
            assertTrue(Files.readString(folder.resolve("credentials")).contains(" x509:"));
            environment.put("SKERRY_CA", server.pin());
            works(address, "node", "list");
            environment.put("SKERRY_CA", "sha256:" + "0".repeat(64));
            says(
                    typed("", address, "node", "list"),
                    "The certificate of %s is not of the authority in SKERRY_CA."
                            .formatted(address));
        }
    }

    @Test
    void anotherNameIsNotBelieved() throws Exception {
        try (var server = serve(new HttpForm.OwnAuthority(), "0.0.0.0")) {
            var other = "https://127.0.0.2:" + server.http().getPort();
            says(typed("", other, "status", "--ca", server.pin()), "is for other names: ");
        }
    }

    /// Neither is told what Java says to it.
    @Test
    void plainToTlsAndTlsToPlainAreToldWhatIsWrong() throws Exception {
        try (var server = serve(new HttpForm.OwnAuthority())) {
            var plain = server.address().replace("https", "http");
            var said = typed("", plain, "status");
            assertEquals(1, said.exitCode, said.err);
            assertTrue(said.err.contains("This server speaks TLS here"), said.err);
        }
        try (var server = serve(new HttpForm.Plain())) {
            var tls = server.address().replace("http", "https");
            says(typed("", tls, "status"), "What answers at " + tls + " does not speak TLS.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1:4646", "http://server.test:4646"})
    void noTokenGoesToAnotherMachineInPlain(String address) {
        var login = typed("skerry_0123456789ab_" + "a".repeat(43), address, "login");
        assertEquals(2, login.exitCode, login.err);
        environment.put("SKERRY_TOKEN", "skerry_0123456789ab_" + "a".repeat(43));
        var list = typed("", address, "node", "list");
        assertEquals(2, list.exitCode, list.err);
        for (var said : List.of(login, list)) {
            var sentence = "No token is sent to " + address + ": that is plain HTTP";
            assertTrue(said.err.contains(sentence), said.err);
            assertTrue(said.err.contains("--plain, or SKERRY_PLAIN=yes"), said.err);
        }
    }

    @Test
    void whoSaysSoSendsItInPlain() {
        environment.put("SKERRY_TOKEN", "skerry_0123456789ab_" + "a".repeat(43));
        var nowhere = "http://nowhere.invalid:4646";
        says(typed("", nowhere, "node", "list", "--plain"), "No host is known");
        environment.put("SKERRY_PLAIN", "yes");
        says(typed("", nowhere, "node", "list"), "No host is known");
        environment.put("SKERRY_PLAIN", "1");
        assertEquals(2, typed("", nowhere, "node", "list").exitCode);
    }

    @Test
    void whatCannotVouchIsRefused() throws Exception {
        var none = folder.resolve("none.pem");
        var text = Files.writeString(folder.resolve("text.pem"), "nothing");
        var address = "https://127.0.0.1:1";
        for (var ca : List.of(none.toString(), text.toString(), "sha256:12", "")) {
            var said = typed("", address, "status", "--ca=" + ca);
            assertEquals(2, said.exitCode, said.err);
        }
        var plain = typed("", "http://127.0.0.1:1", "status", "--ca=sha256:" + "0".repeat(64));
        assertTrue(plain.err.contains("with an https:// address"), plain.err);
    }

    /// A cookie that nothing else at that host name can set or see.
    @Test
    void aBrowsersCookieIsForTlsAndThisServerOnly() throws Exception {
        try (var server = serve(new HttpForm.OwnAuthority())) {
            var ca = folder.resolve("ca.pem");
            Files.writeString(ca, AuthorityFile.read(folder.resolve("data/authority")).pem());
            var jar = folder.resolve("jar");
            var origin = server.address();
            var body =
                    Files.writeString(
                            folder.resolve("body"),
                            "{\"token\":\"%s\"}".formatted(first().strip()));
            var in =
                    curl(
                            "-i",
                            "-c",
                            jar,
                            "--cacert",
                            ca,
                            "-H",
                            "Content-Type: application/json",
                            "-H",
                            "Origin: " + origin,
                            "-d",
                            "@" + body,
                            origin + "/v1/session");
            assertTrue(in.contains("Set-Cookie: __Host-skerry-session=skerry_"), in);
            assertTrue(in.contains("; Secure; Path=/; HttpOnly; SameSite=Strict"), in);
            assertTrue(!in.contains("Strict-Transport-Security"), in);
            var self = curl("-b", jar, "--cacert", ca, origin + "/v1/self");
            assertTrue(self.contains("\"name\":\"first\""), self);
            var renamed =
                    curl(
                            "-b",
                            "skerry-session=" + first().strip(),
                            "--cacert",
                            ca,
                            origin + "/v1/self");
            assertTrue(renamed.contains("\"status\":401"), renamed);
        }
    }

    private static String curl(Object... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
        for (var word : words) command.add(word.toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    void whatPeopleGiveIsLookedAtBeforeAnythingElse() {
        var missing = folder.resolve("missing");
        var why = assertThrows(IOException.class, () -> serve(new HttpForm.Given(missing)).close());
        assertTrue(String.valueOf(why.getMessage()).contains("key.pem is not there"), "" + why);
        assertFalse(Files.exists(folder.resolve("data/raft")), "before the log");
    }
}
