package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.ServerRooms;
import dev.skerry.server.strangers.ForeignExamples;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is answered of tokens, roles and callers is what the document promises.
class TrustAnswersTest {
    private static final String SHOP =
            """
            role: shop
            description: Runs the jobs of the shop.
            rules:
              - allow: [write cluster/jobs]
                namespaces: [shop-*]
              - deny: [write cluster/nodes]
                pools: [tills]
            """;

    private static final String CI =
            """
            issuer: ci
            url: https://ci.example.org
            audience: skerry
            roles: [{claim: sub, is: "a*", role: reader}]
            """;

    @TempDir Path folder;
    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder, ServerRooms.usual(), new OneLocalCaller());
    }

    @AfterEach
    void close() {
        api.close();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return api.send("POST", path, ApiTest.JSON, body);
    }

    private HttpResponse<String> put(String name, String file) throws Exception {
        return api.send("PUT", "/v1/roles/" + name, ApiTest.YAML, file);
    }

    @Test
    void tokens() throws Exception {
        var made = post("/v1/tokens", "{\"name\":\"ci\",\"roles\":[\"reader\"]}");
        var text = Documented.ok("AccessTokenCreated", made);
        assertTrue(text.contains("\"token\":\"skerry_"), text);
        post("/v1/tokens", "{\"name\":\"b\",\"roles\":[\"reader\"],\"ttl\":\"1m\"}");
        var page = api.get("/v1/tokens?perPage=1");
        Documented.list("AccessToken", page);
        var next = page.headers().firstValue("X-Skerry-Next").orElse("");
        assertEquals("b", next);
        var last = Documented.list("AccessToken", api.get("/v1/tokens?after=" + next));
        assertTrue(last.contains("\"name\":\"ci\",\"roles\":[\"reader\"]"), last);
        Documented.problem(409, post("/v1/tokens", "{\"name\":\"ci\",\"roles\":[\"reader\"]}"));
        Documented.ok("AccessTokenChanged", api.send("DELETE", "/v1/tokens/ci", ApiTest.JSON, ""));
        Documented.problem(404, api.send("DELETE", "/v1/tokens/ci", ApiTest.JSON, ""));
        Documented.problem(404, post("/v1/tokens", "{\"name\":\"x\",\"roles\":[\"captain\"]}"));
        for (var wrong :
                new String[] {
                    "{}",
                    "{\"name\":\"a\"}",
                    "{\"name\":7,\"roles\":[\"reader\"]}",
                    "{\"name\":\"a\",\"roles\":\"reader\"}",
                    "{\"name\":\"a\",\"roles\":[7]}",
                    "{\"name\":\"a\",\"roles\":[]}",
                    "{\"name\":\"a\",\"roles\":[\"reader\"],\"ttl\":\"367d\"}",
                    "{\"name\":\"a\",\"roles\":[\"reader\"],\"ttl\":60}",
                    "{\"name\":\"a\",\"roles\":[\"reader\"],\"life\":\"1h\"}"
                }) Documented.problem(400, post("/v1/tokens", wrong));
    }

    @Test
    void roles() throws Exception {
        Documented.ok("RoleChanged", put("shop", SHOP));
        var all = Documented.list("Role", api.get("/v1/roles"));
        for (var name : new String[] {"admin", "developer", "operator", "reader", "shop"})
            assertTrue(all.contains("{\"role\":\"" + name + "\""), all);
        assertEquals(
                "{\"role\":\"shop\",\"description\":\"Runs the jobs of the shop.\",\"ready\":false,"
                        + "\"rules\":[{\"allow\":[\"write cluster/jobs\"],"
                        + "\"namespaces\":[\"shop-*\"]},"
                        + "{\"deny\":[\"write cluster/nodes\"],\"pools\":[\"tills\"]}]}",
                Documented.ok("Role", api.get("/v1/roles/shop")));
        var json = "{\"role\":\"shop\",\"rules\":[{\"allow\":[\"read *\"]}]}";
        Documented.ok("RoleChanged", api.send("PUT", "/v1/roles/shop", ApiTest.JSON, json));
        Documented.problem(415, api.send("PUT", "/v1/roles/shop", "text/html", SHOP));
        Documented.ok("RoleChanged", api.send("DELETE", "/v1/roles/shop", ApiTest.JSON, ""));
        Documented.problem(404, api.get("/v1/roles/shop"));
        Documented.problem(409, api.send("DELETE", "/v1/roles/admin", ApiTest.JSON, ""));
    }

    private HttpResponse<String> issuer(String name, String file) throws Exception {
        return api.send("PUT", "/v1/issuers/" + name, ApiTest.YAML, file);
    }

    @Test
    void issuers() throws Exception {
        Documented.ok("IssuerChanged", issuer("ci", CI));
        Documented.list("Issuer", api.get("/v1/issuers"));
        assertEquals(
                "{\"issuer\":\"ci\",\"url\":\"https://ci.example.org\",\"audience\":\"skerry\","
                        + "\"algorithms\":[\"RS256\",\"ES256\",\"EdDSA\"],\"ttl\":\"1h\","
                        + "\"name\":\"sub\",\"roles\":[{\"claim\":\"sub\",\"is\":\"a*\","
                        + "\"role\":\"reader\"}]}",
                Documented.ok("Issuer", api.get("/v1/issuers/ci")));
        Documented.problem(400, issuer("other", CI));
        Documented.problem(400, issuer("ci", CI + "keys: 'x'\n"));
        Documented.problem(404, issuer("ci", CI.replace("reader", "captain")));
        Documented.problem(409, issuer("b", CI.replace("issuer: ci", "issuer: b")));
        Documented.problem(415, api.send("PUT", "/v1/issuers/ci", "text/html", CI));
        for (var wrong : new String[] {"{}", "{\"jwt\":7}", "{\"jwt\":\"a\",\"b\":1}"})
            Documented.problem(400, post("/v1/login", wrong));
        Documented.problem(401, post("/v1/login", "{\"jwt\":\"a.b.c\"}"));
        Documented.problem(400, post("/v1/session", "{\"jwt\":\"a\",\"token\":\"b\"}"));
        Documented.ok("IssuerChanged", api.send("DELETE", "/v1/issuers/ci", ApiTest.JSON, ""));
        Documented.problem(404, api.get("/v1/issuers/ci"));
        Documented.problem(404, api.send("DELETE", "/v1/issuers/ci", ApiTest.JSON, ""));
    }

    private HttpResponse<String> signing(String name, String file) throws Exception {
        return api.send("PUT", "/v1/signing/" + name, ApiTest.YAML, file);
    }

    @Test
    void signing() throws Exception {
        var rule = ForeignExamples.read().of("PUT /v1/signing/{name}").getFirst();
        var till = rule.replace("{W}", "till");
        Documented.ok("SigningRuleChanged", signing("till-rule", till));
        Documented.list("SigningRule", api.get("/v1/signing"));
        var one = Documented.ok("SigningRule", api.get("/v1/signing/till-rule"));
        assertTrue(
                one.startsWith("{\"signing\":\"till-rule\",\"namespaces\":[\"till-shop\"],"), one);
        assertTrue(one.contains("\"need\":1,\"keys\":[{\"name\":\"till-key\",\"key\":\"---"), one);
        Documented.problem(400, signing("other", till));
        Documented.problem(400, signing("till-rule", till.replace("MCow", "MCox")));
        Documented.problem(400, signing("till-rule", till.replace("[job]", "[jobs]")));
        Documented.problem(415, api.send("PUT", "/v1/signing/till-rule", "text/html", till));
        var lab = "namespace: till-shop\n";
        Documented.ok(
                "NamespaceChanged", api.send("PUT", "/v1/namespaces/till-shop", ApiTest.YAML, lab));
        var job = Tenants.TILL.replace(": own", ": till-shop");
        Documented.ok("Plan", api.send("POST", "/v1/jobs/plan", ApiTest.YAML, job));
        Documented.ok("Valid", api.send("POST", "/v1/jobs/validate", ApiTest.YAML, job));
        Documented.problem(403, api.send("POST", "/v1/jobs", ApiTest.YAML, job));
        var path = "/v1/signing/till-rule";
        Documented.ok("SigningRuleChanged", api.send("DELETE", path, ApiTest.JSON, ""));
        Documented.problem(404, api.get(path));
        Documented.problem(404, api.send("DELETE", path, ApiTest.JSON, ""));
        Documented.ok("Submitted", api.send("POST", "/v1/jobs", ApiTest.YAML, job));
    }

    /// What no room has is known from all rooms' routes, and what else they say.
    @Test
    void aRoleIsAboutWhatThereIs() throws Exception {
        var all =
                "[write cluster/jobs, write cluster/pools, read server/events, read trust/audit,"
                        + " read c*/n*]";
        Documented.ok("RoleChanged", put("shop", "role: shop\nrules: [{allow: " + all + "}]\n"));
        var file = "role: shop\nrules:\n  - deny: [read cluster/job]\n";
        var wrong = Documented.problem(400, put("shop", file));
        assertTrue(
                wrong.contains(
                        "rules[0].deny[0] is about \\\"cluster/job\\\", which no room has; did you"
                                + " mean \\\"cluster/jobs\\\"?"),
                wrong);
        assertTrue(wrong.contains("\"line\":3,\"column\":12"), wrong);
    }

    @Test
    void rolesThatAreTried() throws Exception {
        put("shop", SHOP);
        var body = "{\"roles\":[\"shop\"],\"do\":\"write cluster/%s\",\"%s\":\"%s\"}";
        var yes = post("/v1/roles/test", body.formatted("jobs", "namespace", "shop-1"));
        assertTrue(Documented.ok("RoleTried", yes).contains("\"allowed\":true"), yes.body());
        var no = post("/v1/roles/test", body.formatted("nodes", "pool", "tills"));
        assertTrue(
                Documented.ok("RoleTried", no)
                        .contains("\"allowed\":false,\"role\":\"shop\",\"rule\":2"),
                no.body());
        var none = post("/v1/roles/test", "{\"roles\":[\"shop\"],\"do\":\"read cluster/jobs\"}");
        assertTrue(
                Documented.ok("RoleTried", none).startsWith("{\"allowed\":false,\"why\":"),
                none.body());
        Documented.problem(404, post("/v1/roles/test", "{\"roles\":[\"x\"],\"do\":\"read a/b\"}"));
        Documented.problem(404, post("/v1/roles/test", "{\"token\":\"x\",\"do\":\"read a/b\"}"));
        for (var wrong :
                new String[] {
                    "{\"roles\":[\"shop\"]}",
                    "{\"do\":\"read a/b\"}",
                    "{\"roles\":[\"shop\"],\"token\":\"x\",\"do\":\"read a/b\"}",
                    "{\"roles\":[\"shop\"],\"do\":\"read a/*\"}",
                    "{\"roles\":[\"shop\"],\"do\":\"read a/b\",\"pool\":\"x\",\"namespace\":\"y\"}",
                    "{\"roles\":[\"shop\"],\"do\":\"read a/b\",\"pool\":\"X\"}"
                }) Documented.problem(400, post("/v1/roles/test", wrong));
    }

    @Test
    void rolesOfTasks() throws Exception {
        var file =
                "role: till\ntasks: [shop/till, 'bank-*/*']\n"
                        + "rules: [{allow: [write cluster/jobs]}]";
        Documented.ok("RoleChanged", put("till", file));
        assertEquals(
                "{\"role\":\"till\",\"description\":\"\",\"ready\":false,"
                        + "\"tasks\":[\"shop/till\",\"bank-*/*\"],"
                        + "\"rules\":[{\"allow\":[\"write cluster/jobs\"]}]}",
                Documented.ok("Role", api.get("/v1/roles/till")));
        var body = "{\"task\":\"%s\",\"do\":\"read cluster/jobs\",\"namespace\":\"%s\"}";
        for (var each : new String[] {"shop/till shop", "bank-1/x bank-1"})
            assertTrue(tried(body, each).startsWith("{\"allowed\":true,\"role\":\"till\""), each);
        for (var each : new String[] {"shop/till bank-1", "shop/safe shop"})
            assertTrue(tried(body, each).startsWith("{\"allowed\":false,\"why\":"), each);
        for (var task : new String[] {"", "till", "/", "shop/", "shop/*", "a/b/c"})
            Documented.problem(400, post("/v1/roles/test", body.formatted(task, "shop")));
        var both = "{\"task\":\"a/b\",\"roles\":[\"till\"],\"do\":\"read cluster/jobs\"}";
        Documented.problem(400, post("/v1/roles/test", both));
    }

    private String tried(String body, String words) throws Exception {
        var each = words.split(" ", 2);
        var answer = post("/v1/roles/test", body.formatted(each[0], each[1]));
        return Documented.ok("RoleTried", answer);
    }

    /// Where everybody is let in without a token.
    @Test
    void callers() throws Exception {
        assertEquals(
                "{\"caller\":\"person:local\",\"roles\":[],\"may\":[]}",
                Documented.ok("Self", api.get("/v1/self")));
        var may = api.get("/v1/self/may?do=administer%20trust/tokens");
        assertTrue(Documented.ok("RoleTried", may).contains("\"allowed\":true"), may.body());
        for (var wrong :
                List.of(
                        "",
                        "?do=read%20a/*",
                        "?do=read%20a/b&namespace=*",
                        "?do=read%20a/b&pool=X",
                        "?do=read%20a/b&pool=x&namespace=y",
                        "?do=read%20a/b&role=admin"))
            Documented.problem(400, api.get("/v1/self/may" + wrong));
        Documented.problem(409, post("/v1/session/codes", "{}"));
        Documented.ok("LoggedOut", api.send("DELETE", "/v1/session", ApiTest.JSON, ""));
        var made = post("/v1/tokens", "{\"name\":\"ci\",\"roles\":[\"reader\"]}").body();
        var text = made.substring(made.indexOf("skerry_"), made.lastIndexOf('"'));
        var in = post("/v1/session", "{\"token\":\"%s\"}".formatted(text));
        assertTrue(Documented.ok("Self", in).contains("\"caller\":\"person:ci\""), in.body());
    }
}
