package dev.skerry.server.trust;

import static dev.skerry.server.trust.TrustFixture.YAML;
import static dev.skerry.server.trust.TrustFixture.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Versions of a job over real HTTP: who may see them, who may bring one back, and what is refused.
class VersionsServerTest {
    private static final String TILL =
            """
            job: till
            namespace: till
            groups:
              main:
                count: %d
                tasks:
                  it: {command: /bin/sleep, env: {PORT: "%d"}, resources: {cpu: 50MHz}}
            """;

    private static final String JOB = "/v1/jobs/till";

    @TempDir Path folder;
    private TrustFixture server;

    @BeforeEach
    void begin() throws Exception {
        server = new TrustFixture(folder.resolve("data"), false);
        for (var name : new String[] {"till", "lab"})
            assertEquals(200, put("namespaces/" + name, "namespace: " + name).statusCode());
        for (int i = 1; i <= 3; i++) says(200, "\"version\":" + i, run(TILL.formatted(i, 80)));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private HttpResponse<String> put(String path, String file) throws Exception {
        return server.send(body(server.request(server.first(), "/v1/" + path), "PUT", YAML, file));
    }

    private HttpResponse<String> run(String file) throws Exception {
        return run(file, "");
    }

    private HttpResponse<String> run(String file, String signature) throws Exception {
        var request = body(server.request(server.first(), "/v1/jobs"), "POST", YAML, file);
        if (!signature.isEmpty()) request.header("X-Skerry-Signature", signature);
        return server.send(request);
    }

    private HttpResponse<String> get(String rest) throws Exception {
        return server.get(server.first(), JOB + rest);
    }

    private HttpResponse<String> post(String rest) throws Exception {
        return server.post(server.first(), JOB + rest, "{}");
    }

    private static void says(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
    }

    @Test
    void theHistorySaysWhoHasChangedWhat() throws Exception {
        says(200, "\"version\":4", post("/revert?namespace=till&version=1&expectedVersion=3"));
        says(200, "\"version\":5", post("/scale?namespace=till&group=main&count=7"));
        var all = get("/versions?namespace=till").body();
        var newest =
                "\"by\":\"person:first\",\"how\":\"scaled\",\"of\":4,\"signers\":[],"
                        + "\"current\":true,\"forced\":false,\"recalled\":false,"
                        + "\"allocations\":0,\"since\":4,"
                        + "\"changed\":\"groups[main].count: 1 -> 7\"}";
        assertTrue(all.startsWith("[{\"version\":5,\"acceptedAt\":\""), all);
        assertTrue(all.contains(newest), all);
        assertTrue(all.contains("\"how\":\"reverted to version 1\",\"of\":1"), all);
        assertTrue(all.contains("\"changed\":\"groups[main].count: 3 -> 1\""), all);
        assertTrue(all.contains("\"since\":0,\"changed\":\"the first version\""), all);
        assertFalse(all.contains("\"difference\""), all);
        says(
                200,
                "\"difference\":{\"from\":4,\"to\":5,\"changes\":[{\"path\":"
                        + "\"groups[main].count\",\"from\":\"1\",\"to\":\"7\"}],\"more\":0}",
                get("/versions?namespace=till&differences=true"));
        says(200, "{\"from\":4,\"to\":5,\"changes\":[{\"path\"", get("/diff?namespace=till"));
        says(
                200,
                "{\"from\":3,\"to\":1,\"changes\":[{\"path\":\"groups[main].count\",\"from\":"
                        + "\"3\",\"to\":\"1\"}],\"more\":0}",
                get("/diff?namespace=till&from=3&to=1"));
        var plan =
                server.send(
                        body(
                                server.request(server.first(), "/v1/jobs/plan"),
                                "POST",
                                YAML,
                                TILL.formatted(7, 81)));
        says(
                200,
                "\"difference\":{\"from\":5,\"to\":6,\"changes\":[{\"path\":"
                        + "\"groups[main].tasks[it].env.PORT\",\"from\":\"80\",\"to\":\"81\"}]",
                plan);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400|revert||version is \\"\\"; it should be the number of an earlier version.
                    400|revert|&version=0|version is \\"0\\"; it should be a whole number of at
                    400|revert|&version=-1|version is \\"-1\\"; it should be a whole number of at
                    400|revert|&version=two|version is \\"two\\"; it should be a whole number of at
                    400|revert|&version=99|should be an earlier one that is kept: 1, 2.
                    409|revert|&version=3|Job till/till is at version 3 already. An earlier
                    409|revert|&version=1&expectedVersion=2|job till/till is at 3 by now, not at 2
                    400|revert|&version=1&expectedVersion=x|expectedVersion is \\"x\\"
                    400|revert|&vresion=1|vresion is \\"1\\"; it should be one of the parameters
                    400|scale|&group=main|count is \\"\\"; it should be a whole number from 0 to 1
                    400|scale|&group=main&count=-1|it should be a whole number from 0 to 100000
                    400|scale|&group=main&count=1000000000|it should be a whole number from 0 to 100
                    400|scale|&group=main&count=some|it should be a whole number from 0 to 100000
                    400|scale|&group=mian&count=4|should be a group of job till/till: main.
                    400|scale|&count=4|group is \\"\\"; it should be a group of job till/till: main.
                    409|scale|&group=main&count=4&expectedVersion=1|job till/till is at 3 by now
                    """)
    void whatIsWrongIsRefused(int status, String verb, String rest, String words) throws Exception {
        var query = "?namespace=till" + (rest == null ? "" : rest);
        says(status, words, post("/" + verb + query));
        says(200, "\"version\":3", get("?namespace=till"));
    }

    @Test
    void whatIsNotThereIsNotCompared() throws Exception {
        says(400, "should be one that is kept: 1, 2, 3.", get("/diff?namespace=till&from=9"));
        says(400, "should be one that is kept: 1, 2, 3.", get("/diff?namespace=till&to=4"));
        says(400, "none is kept before that one", get("/diff?namespace=till&to=1"));
        says(400, "from is \\\"x\\\"", get("/diff?namespace=till&from=x"));
        for (var path : new String[] {"/versions", "/diff"})
            says(404, "There is no job", get(path + "?namespace=lab"));
        for (var path : new String[] {"/revert?version=1&", "/scale?group=main&count=1&"})
            says(404, "There is no job", post(path + "namespace=lab"));
    }

    /// Whatever is asked of it that takes two, it says that it has one, and what makes another.
    @Test
    void aJobWithOneVersionSaysSo() throws Exception {
        says(200, "\"version\":1", run(TILL.formatted(1, 80).replace("job: till", "job: bar")));
        var bar = "/v1/jobs/bar";
        for (var rest : new String[] {"", "&from=1&to=2", "&from=2", "&to=1", "&to=7"}) {
            var answer = server.get(server.first(), bar + "/diff?namespace=till" + rest);
            says(
                    409,
                    "Job till/bar has one version only, 1: there is none that it could be compared"
                            + " with. `skerry job run` with a changed file makes another.",
                    answer);
        }
        for (var version : new String[] {"1", "2"}) {
            var revert = bar + "/revert?namespace=till&version=" + version;
            says(
                    409,
                    "Job till/bar has one version only, 1: there is none that could come back.",
                    server.post(server.first(), revert, "{}"));
        }
        says(
                200,
                "\"changes\":[],",
                server.get(server.first(), bar + "/diff?namespace=till&from=1"));
    }

    /// Who may only read sees all of it; a tenant of elsewhere, nothing; and whoever may not have
    /// work in the pool of a version does not bring it back.
    @Test
    void eachMayWhatHisRightsSay() throws Exception {
        var reader = server.token(server.first(), "reader", "reader");
        says(200, "\"version\":3", server.get(reader, JOB + "/versions?namespace=till"));
        says(200, "\"from\":2", server.get(reader, JOB + "/diff?namespace=till"));
        var changes =
                new String[] {
                    "/revert?namespace=till&version=1", "/scale?namespace=till&group=main&count=9"
                };
        for (var change : changes)
            says(403, "write cluster/jobs", server.post(reader, JOB + change, "{}"));
        role("lab", "lab", "[default]");
        var foreign = server.token(server.first(), "foreign", "lab");
        for (var path : new String[] {"/versions?namespace=till", "/diff?namespace=till"})
            says(403, "in namespace till", server.get(foreign, JOB + path));
        for (var change : changes)
            says(403, "in namespace till", server.post(foreign, JOB + change, "{}"));
        role("own", "till", "[tills]");
        var own = server.token(server.first(), "own", "own");
        for (var change : changes)
            says(403, "write cluster/pools", server.post(own, JOB + change, "{}"));
        var revert = JOB + "/revert?namespace=till&version=";
        says(400, "one that is kept: 1, 2.", server.post(own, revert + 9, "{}"));
        says(409, "is at version 3 already.", server.post(own, revert + 3, "{}"));
        says(409, "is at 3 by now", server.post(own, revert + "1&expectedVersion=2", "{}"));
        var scale = JOB + "/scale?namespace=till&count=9&group=";
        says(400, "should be a group of job till/till: main.", server.post(own, scale + "x", "{}"));
        says(200, "\"version\":3", get("?namespace=till"));
    }

    private void role(String name, String namespace, String pools) throws Exception {
        var file =
                "role: %s\nrules: [{allow: [write cluster/*], namespaces: [%s], pools: %s}]\n"
                        .formatted(name, namespace, pools);
        assertEquals(200, server.role(server.first(), name, file).statusCode());
    }

    /// A signature of then counts as long as its key is asked for.
    @Test
    void onlySignedVersionsComeBackWhereThatIsAskedFor() throws Exception {
        var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        says(200, "\"signing\":\"till\"", rule("release", keys));
        var unsigned = post("/revert?namespace=till&version=1");
        says(403, "what would come back is not signed so. Send its file again", unsigned);
        says(403, "\"type\":\"urn:skerry:problem:unsigned\"", unsigned);
        says(400, "one that is kept: 1, 2.", post("/revert?namespace=till&version=9"));
        says(409, "is at version 3 already.", post("/revert?namespace=till&version=3"));
        var file = TILL.formatted(4, 80);
        says(200, "\"version\":4", run(file, signed(keys, file)));
        var next = TILL.formatted(5, 81);
        says(200, "\"version\":5", run(next, signed(keys, next)));
        says(200, "\"version\":6", post("/revert?namespace=till&version=4"));
        says(200, "\"version\":7", post("/scale?namespace=till&group=main&count=9"));
        says(200, "\"version\":8", post("/revert?namespace=till&version=5"));
        says(200, "\"version\":9", post("/revert?namespace=till&version=7"));
        var other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        says(200, "\"signing\":\"till\"", rule("newer", other));
        says(403, "asks for a signature by newer", post("/revert?namespace=till&version=4"));
        says(200, "\"version\":10", post("/scale?namespace=till&group=main&count=3"));
    }

    private HttpResponse<String> rule(String name, KeyPair keys) throws Exception {
        var key = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
        var pem = "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n";
        var file =
                "signing: till\nnamespaces: [till]\nkinds: [job]\nkeys:\n  %s: |\n%s"
                        .formatted(name, pem.indent(4));
        return put("signing/till", file);
    }

    private static String signed(KeyPair keys, String file) throws Exception {
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(file.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(signature.sign());
    }
}
