package dev.skerry.server.servers;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Caller;
import dev.skerry.server.Hashes;
import dev.skerry.server.authority.JoinSecret;
import dev.skerry.server.http.Documented;
import dev.skerry.servers.ServersMessage;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is answered of the servers is what the document promises.
class ServersAnswersTest {
    @TempDir Path folder;
    private OneServer api;

    @BeforeEach
    void open() throws Exception {
        api = new OneServer(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static Member.Addresses at(int host) {
        return new Member.Addresses("10.0.0.%d:1".formatted(host), "10.0.0.%d:2".formatted(host));
    }

    private void submit(ServersMessage message) throws Exception {
        api.leader().submit(SERVERS, message, Caller.SERVERS).get();
    }

    private HttpResponse<String> token(String body) throws Exception {
        return api.send("POST", "/v1/servers/join-tokens", body);
    }

    private HttpResponse<String> remove(String id) throws Exception {
        return api.send("DELETE", "/v1/servers/" + id, "");
    }

    /// The secret of a token that was made.
    private static String secret(String answer) {
        var found = Pattern.compile("\"token\":\"([0-9a-f]{64})\\.[0-9a-f]{64}\"").matcher(answer);
        assertTrue(found.find(), answer);
        return found.group(1);
    }

    @Test
    void oneThatIsAloneLeads() throws Exception {
        var all = Documented.ok("ControlPlane", api.get("/v1/servers"));
        assertTrue(
                all.startsWith(
                        "{\"self\":\"s1\",\"leader\":\"s1\",\"term\":1,\"servers\":[{\"id\":\"s1\","
                                + "\"role\":\"leader\",\"vote\":\"counts\",\"link\":\"%s\","
                                        .formatted(api.at().link())
                                + "\"http\":\"%s\",\"version\":\"0.1.0\",\"logFormat\":%d,"
                                        .formatted(api.at().http(), Hashes.USUAL)),
                all);
        assertTrue(all.endsWith(",\"behind\":0,\"silentMs\":0}]}"), all);
        var one = Documented.ok("ControlPlaneServer", api.get("/v1/servers/s1"));
        assertTrue(one.startsWith("{\"id\":\"s1\",\"role\":\"leader\","), one);
    }

    @Test
    void aTokenLetsAServerIn() throws Exception {
        var made = token("{\"ttl\":\"10m\"}");
        var text = Documented.ok("ServerJoinToken", made);
        assertEquals("no-store", made.headers().firstValue("Cache-Control").orElse(""));
        submit(
                new ServersMessage.Join(
                        JoinSecret.hash(secret(text)), at(2), new ServerBuild("0.1.0", 1)));
        var all = Documented.ok("ControlPlane", api.get("/v1/servers"));
        assertTrue(all.contains("{\"id\":\"s2\",\"role\":\"unknown\""), all);
        assertEquals(200, token("").statusCode());
        for (var wrong :
                new String[] {
                    "{\"ttl\":\"59s\"}",
                    "{\"ttl\":\"25h\"}",
                    "{\"ttl\":7}",
                    "{\"ttl\":null}",
                    "{\"life\":\"1h\"}"
                }) Documented.problem(400, token(wrong));
        var short1 = token("{\"ttl\":\"59s\"}").body();
        assertTrue(short1.contains("it should be a duration from 1m to 1d"), short1);
    }

    /// Both look the same, and each is worth something at one place only.
    @Test
    void aTokenOfANodeLetsNoServerIn() throws Exception {
        var text = api.send("POST", "/v1/join-tokens", "{}").body();
        var hash = JoinSecret.hash(secret(text));
        submit(new ServersMessage.Join(hash, at(2), new ServerBuild("0.1.0", 1)));
        Documented.problem(404, api.get("/v1/servers/s2"));
    }

    @Test
    void aServerIsRemovedAndNotTheLastOne() throws Exception {
        var secret = secret(token("").body());
        submit(
                new ServersMessage.Join(
                        JoinSecret.hash(secret), at(2), new ServerBuild("0.1.0", 1)));
        Documented.ok("ServerChanged", remove("s1"));
        var gone = api.get("/v1/servers/s1");
        Documented.problem(404, gone);
        assertTrue(gone.body().contains("It was one, and was removed."), gone.body());
        Documented.problem(404, remove("s1"));
        Documented.problem(404, remove("s7"));
        Documented.problem(409, remove("s2"));
        Documented.problem(400, api.get("/v1/servers?perPage=1"));
    }

    @Test
    void theFiguresSayWhoLeads() throws Exception {
        var figures = api.get("/metrics").body();
        for (var line :
                new String[] {
                    "skerry_servers 1",
                    "skerry_server_join_tokens 0",
                    "skerry_server_leads{server=\"s1\"} 1",
                    "skerry_server_silent_seconds{server=\"s1\"} 0",
                    "# TYPE skerry_server_index gauge"
                }) assertTrue(figures.contains(line), () -> line + "\n" + figures);
    }
}
