package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens and roles, as commands show and change them.
class TrustTest {
    @TempDir Path folder;
    private FakeServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Typed typed(String words) {
        return Typed.of(server, words);
    }

    @Test
    void whoAmI() {
        var who = typed("whoami").out();
        assertTrue(who.startsWith("caller  person:ada at " + server.address() + "\n"), who);
        assertTrue(who.contains("\ntoken   ada, id 0123456789ab, ends in "), who);
        var rest =
                """

                roles   developer, reader
                may     read *
                        write cluster/jobs
                """;
        assertTrue(who.endsWith(rest), who);
    }

    /// A name of a token is somebody else's text.
    @Test
    void nothingOfAnAnswerControlsTheTerminal() {
        server.trust.caller = "ada\\u001b]0;mine\\u0007\\nroles   admin\\u009b2J";
        var who = typed("whoami").out();
        assertTrue(who.startsWith("caller  ada␛]0;mine␇ roles   admin�2J at "), who);
        assertEquals(5, who.lines().count(), who);
    }

    /// What is printed can be put into a file as it is.
    @Test
    void aNewTokenIsAllThatIsPrinted() {
        var made = typed("token create ada --role developer,reader --ttl 90d");
        assertEquals("skerry_a_b\n", made.out());
        assertTrue(made.err().startsWith("The token of ada, with the role developer, ends in "));
        assertEquals(
                "POST /v1/tokens {\"name\":\"ada\",\"roles\":[\"developer\",\"reader\"],"
                        + "\"ttl\":\"90d\"}",
                server.requests().getLast());
        assertEquals(2, typed("token create ada").exitCode());
    }

    @Test
    void tokensAreListedAndRevoked() {
        var list = typed("token list").out();
        assertTrue(list.startsWith("NAME  ID            ROLES              MADE"), list);
        assertTrue(list.contains("ada   0123456789ab  developer, reader  "), list);
        assertTrue(list.contains("  192.0.2.7\n") && list.contains("  not known\n"), list);
        assertEquals("The token ada is revoked.\n", typed("token revoke ada").out());
    }

    @Test
    void aRoleIsShownAsTheFileThatIsApplied() throws IOException {
        var shown = typed("role show team").out();
        assertEquals(
                """
                role: team
                description: "Who runs \\"shop\\""
                tasks: ["shop/till", "shop-*/*"]
                rules:
                  - allow: ["read *", "write cluster/jobs"]
                    namespaces: ["shop-*"]
                  - deny: ["write trust/*"]
                    pools: ["edge"]
                """,
                shown);
        var file = Files.writeString(folder.resolve("team.yaml"), shown);
        assertEquals("Role team is applied.\n", typed("role apply " + file).out());
        var sent = server.requests().getLast();
        assertTrue(sent.startsWith("PUT /v1/roles/team?file=team.yaml role: team\n"), sent);
        assertEquals("Role team is deleted.\n", typed("role delete team").out());
        assertEquals(
                "NAME  KIND  WHAT FOR\nteam  own   Who runs \"shop\"\n", typed("role list").out());
    }

    @Test
    void whatIsWrongInARoleFileIsSaidWithItsLine() throws IOException {
        var wrong = Files.writeString(folder.resolve("wrong.yaml"), "role: team\nwrong: 1\n");
        var said = typed("role apply " + wrong);
        assertEquals(2, said.exitCode());
        assertTrue(said.err().contains(wrong + ":2:1: \"wrong\" is not a key"), said.err());
        assertTrue(said.err().contains("`skerry role show developer`"), said.err());
        var nameless = Files.writeString(folder.resolve("nameless.yaml"), "rules: []\n");
        said = typed("role apply " + nameless);
        assertEquals(2, said.exitCode());
        assertTrue(said.err().contains("names no role: a line `role: NAME`"), said.err());
    }

    @Test
    void aRoleIsTested() {
        var test = typed("role test --role team,reader write cluster/jobs --namespace shop");
        assertEquals(0, test.exitCode(), test.err());
        assertEquals("Rule 1 of role team allows it.\n", test.out());
        assertEquals(
                "POST /v1/roles/test {\"roles\":[\"team\",\"reader\"],"
                        + "\"do\":\"write cluster/jobs\",\"namespace\":\"shop\"}",
                server.requests().getLast());
        typed("role test --token ada read cluster/nodes --pool edge");
        assertEquals(
                "POST /v1/roles/test {\"token\":\"ada\",\"do\":\"read cluster/nodes\","
                        + "\"pool\":\"edge\"}",
                server.requests().getLast());
        typed("role test --token ada administer trust/tokens --fleet");
        assertEquals(
                "POST /v1/roles/test {\"token\":\"ada\",\"do\":\"administer trust/tokens\"}",
                server.requests().getLast());
        typed("role test --task shop/till read cluster/jobs --namespace shop");
        assertEquals(
                "POST /v1/roles/test {\"task\":\"shop/till\",\"do\":\"read cluster/jobs\","
                        + "\"namespace\":\"shop\"}",
                server.requests().getLast());
        assertEquals(2, typed("role test write cluster/jobs").exitCode());
        assertEquals(2, typed("role test --role a --task b/c read cluster/jobs").exitCode());
    }

    @Test
    void anIssuerIsShownAsTheFileThatIsApplied() throws IOException {
        var shown = typed("issuer show ci").out();
        assertEquals(
                """
                issuer: ci
                url: "https://ci.example.org"
                audience: "skerry"
                jwks: "https://ci.example.org/keys"
                algorithms: [RS256, EdDSA]
                ttl: 1h
                name: "sub"
                roles:
                  - {claim: "sub", is: "repo:shop/*", role: developer}
                  - {claim: "groups", is: "ops", role: admin}
                """,
                shown);
        var file = Files.writeString(folder.resolve("ci.yaml"), shown);
        assertEquals("Issuer ci is applied.\n", typed("issuer apply " + file).out());
        var sent = server.requests().getLast();
        assertTrue(sent.startsWith("PUT /v1/issuers/ci?file=ci.yaml issuer: ci\n"), sent);
        assertEquals("Issuer ci is deleted.\n", typed("issuer delete ci").out());
        var nameless = Files.writeString(folder.resolve("nameless.yaml"), "roles: []\n");
        var said = typed("issuer apply " + nameless);
        assertEquals(2, said.exitCode());
        assertTrue(said.err().contains("names no issuer: a line `issuer: NAME`"), said.err());
    }

    /// Another text were another issuer, and what was given on its word worth nothing.
    @Test
    void aFileOfAnIssuerHasItsTextsAsTheyAre() {
        var shown = typed("issuer show own").out();
        assertTrue(shown.contains("keys: \"{\\\"keys\\\":\\n\\t[]}\"\n"), shown);
        assertTrue(shown.contains("is: \"a\u200fb\", role: developer}"), shown);
    }

    @Test
    void issuersAreListedWithTheirKeys() {
        var list = typed("issuer list").out();
        assertTrue(list.startsWith("NAME  URL                     AUDIENCE  GIVES"), list);
        assertTrue(list.contains("ci    https://ci.example.org  skerry    admin, developer"), list);
        assertTrue(list.contains("  2, read ") && list.contains("; it is down\n"), list);
    }
}
