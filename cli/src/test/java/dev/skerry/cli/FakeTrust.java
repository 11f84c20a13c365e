package dev.skerry.cli;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom a small server lets in, and what it answers about tokens and roles.
final class FakeTrust {
    /// Lets in, once there is one, whoever has one of these, and nobody else.
    final Set<String> tokens = new HashSet<>();

    /// Knows everybody, and allows nothing.
    boolean forbids;

    /// Whom it takes everybody for, as JSON has it.
    String caller = "person:ada";

    @Nullable String answer(String request) {
        var known = ANSWERS.get(request);
        return known == null ? null : known.replace("person:ada", caller);
    }

    boolean admits(@Nullable String header) {
        if (forbids) return false;
        return tokens.isEmpty() || tokens.stream().anyMatch(it -> ("Bearer " + it).equals(header));
    }

    FakeServer.Reply refusal(@Nullable String header) {
        if (forbids) return problem(403, "ada may not read cluster/nodes in pool edge.");
        if (header == null) return problem(401, "Log in first.");
        return problem(401, "This token is not known here; it may have been revoked.");
    }

    private static FakeServer.Reply problem(int status, String detail) {
        var text = "{\"title\":\"No\",\"status\":%d,\"detail\":\"%s\"}".formatted(status, detail);
        return new FakeServer.Reply(status, text);
    }

    private static final String SELF =
            """
            {"caller":"person:ada","token":{"id":"0123456789ab","name":"ada",
             "expires":"2099-01-01T00:00:00Z"},"roles":["developer","reader"],
             "may":["read *","write cluster/jobs"]}
            """;
    private static final String MADE =
            """
            {"id":"0123456789ab","name":"ada","roles":["developer"],
             "expires":"2099-01-01T00:00:00Z","token":"skerry_a_b"}
            """;
    private static final String TOKENS =
            """
            [{"id":"0123456789ab","name":"ada","roles":["developer","reader"],
              "created":"2026-01-01T00:00:00Z","expires":"2099-01-01T00:00:00Z",
              "lastUsed":"2026-01-01T00:00:00Z","lastFrom":"192.0.2.7"},
             {"id":"ba9876543210","name":"ci","roles":["developer"],
              "created":"2026-01-01T00:00:00Z","expires":"2099-01-01T00:00:00Z",
              "lastUsed":null,"lastFrom":""}]
            """;
    private static final String ROLE =
            """
            {"role":"team","description":"Who runs \\"shop\\"",
             "tasks":["shop/till","shop-*/*"],"rules":[
              {"allow":["read *","write cluster/jobs"],"deny":null,
               "namespaces":["shop-*"],"pools":[]},
              {"deny":["write trust/*"],"namespaces":[],"pools":["edge"]}]}
            """;
    private static final String ISSUER =
            """
            {"issuer":"ci","url":"https://ci.example.org","audience":"skerry",
             "jwks":"https://ci.example.org/keys","algorithms":["RS256","EdDSA"],"ttl":"1h",
             "name":"sub","roles":[{"claim":"sub","is":"repo:shop/*","role":"developer"},
             {"claim":"groups","is":"ops","role":"admin"}],
             "reading":{"count":2,"read":"2026-01-01T00:00:00Z","wrong":"it is down"}}
            """;
    private static final String ISSUER_WITH_KEYS =
            """
            {"issuer":"own","url":"own","audience":"skerry",
             "keys":"{\\"keys\\":\\n\\t[]}","algorithms":["EdDSA"],"ttl":"1h","name":"sub",
             "roles":[{"claim":"sub","is":"a\\u200fb","role":"developer"}]}
            """;
    private static final String SIGNING =
            """
            {"signing":"till","namespaces":["till","till-*"],"kinds":["job"],"need":1,"keys":[
              {"name":"release","fingerprint":"ab12",
               "key":"-----BEGIN PUBLIC KEY-----\\nMCow\\n-----END PUBLIC KEY-----\\n"},
              {"name":"ops","fingerprint":"cd34",
               "key":"-----BEGIN PUBLIC KEY-----\\nMCox\\n-----END PUBLIC KEY-----\\n"}]}
            """;
    static final Map<String, String> ANSWERS =
            Map.ofEntries(
                    Map.entry("GET /self", SELF),
                    Map.entry("POST /session/codes", "{\"code\":\"c0de\"}"),
                    Map.entry("POST /tokens", MADE),
                    Map.entry("GET /tokens", TOKENS),
                    Map.entry("DELETE /tokens/ada", "{\"token\":\"0123456789ab\",\"index\":9}"),
                    Map.entry("POST /login", MADE),
                    Map.entry("GET /issuers", "[" + ISSUER + "]"),
                    Map.entry("GET /issuers/ci", ISSUER),
                    Map.entry("GET /issuers/own", ISSUER_WITH_KEYS),
                    Map.entry("PUT /issuers/ci", "{\"issuer\":\"ci\",\"index\":9}"),
                    Map.entry("DELETE /issuers/ci", "{\"issuer\":\"ci\",\"index\":9}"),
                    Map.entry("GET /signing", "[" + SIGNING + "]"),
                    Map.entry("GET /signing/till", SIGNING),
                    Map.entry("PUT /signing/till", "{\"signing\":\"till\",\"index\":9}"),
                    Map.entry("DELETE /signing/till", "{\"signing\":\"till\",\"index\":9}"),
                    Map.entry("GET /roles", "[" + ROLE + "]"),
                    Map.entry("GET /roles/team", ROLE),
                    Map.entry("PUT /roles/team", ROLE),
                    Map.entry("DELETE /roles/team", "{\"role\":\"team\",\"index\":9}"),
                    Map.entry(
                            "POST /roles/test",
                            "{\"allowed\":true,\"role\":\"team\",\"rule\":1,"
                                    + "\"why\":\"Rule 1 of role team allows it.\"}"));
}
