package dev.skerry.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Roles and tokens of a small server, and what it says of them. It judges as far as pages can see
/// it: what is in [#denied] is denied.
final class FakeTrust {
    static final String SECRET = "skerry_00000000000c_" + "s3cret".repeat(7) + "x";

    private static final String TOKEN = "0123456789ab";

    /// What nobody may: `administer trust/tokens`.
    final Set<String> denied = ConcurrentHashMap.newKeySet();

    private final List<Map<String, @Nullable Object>> tokens = new ArrayList<>();

    FakeTrust() {
        var ada = token(TOKEN, "ada", List.of("developer", "reader"), 8, Duration.ofHours(3));
        ada.put("lastUsed", FakeFleet.ago(Duration.ofMinutes(2)));
        ada.put("lastFrom", "192.0.2.7");
        tokens.add(ada);
        tokens.add(token("0000000000f1", "first", List.of("admin"), 90, Duration.ofDays(365)));
        var till = token("00000000711a", "till", List.of("shop"), 2_000, Duration.ofDays(9));
        till.put("lastUsed", FakeFleet.ago(Duration.ofDays(2)));
        till.put("lastFrom", "2001:db8:85a3:8d3:1319:8a2e:370:7348");
        tokens.add(till);
    }

    /// @param ageMinutes so old it is
    private static Map<String, @Nullable Object> token(
            String id, String name, List<String> roles, long ageMinutes, Duration left) {
        return Json.of(
                "id",
                id,
                "name",
                name,
                "roles",
                roles,
                "created",
                FakeFleet.ago(Duration.ofMinutes(ageMinutes)),
                "expires",
                Instant.now().plus(left).toString());
    }

    static Object self() {
        return Json.of(
                "caller",
                "person:ada",
                "token",
                Json.of("id", TOKEN, "name", "ada", "expires", "2099-01-01T00:00:00Z"),
                "roles",
                List.of("developer", "reader"),
                "may",
                List.of(
                        "read *",
                        "write cluster/jobs in namespaces shop, shop-* and in pools tills",
                        "never write cluster/jobs in namespaces shop-closed"));
    }

    static Object roles() {
        var fits = Json.of("allow", List.of("write cluster/jobs", "write cluster/allocations"));
        fits.put("namespaces", List.of("shop", "shop-*"));
        var never = Json.of("deny", List.of("write cluster/jobs"));
        never.put("namespaces", List.of("shop-closed"));
        var tills = Json.of("allow", List.of("read cluster/nodes", "read server/events"));
        tills.put("pools", List.of("tills"));
        return List.of(
                role("admin", "May do everything.", true, "administer *", "administer trust/*"),
                role("developer", "Runs jobs.", true, "read *", "write cluster/jobs"),
                role("reader", "Sees everything but who may what.", true, "read *"),
                Json.of(
                        "role",
                        "shop",
                        "description",
                        "",
                        "ready",
                        false,
                        "tasks",
                        List.of("shop/keeper", "shop-*/keeper"),
                        "rules",
                        List.of(fits, never, tills)));
    }

    private static Object role(String name, String description, boolean ready, String... allow) {
        var rules = List.of(Json.of("allow", List.of(allow)));
        return Json.of("role", name, "description", description, "ready", ready, "rules", rules);
    }

    static Object signing() {
        var release = Json.of("name", "release", "fingerprint", "ab12", "key", "");
        var ops = Json.of("name", "ops", "fingerprint", "cd34", "key", "");
        return List.of(
                rule("lab", 2, List.of("lab"), List.of(release, ops)),
                rule("till", 1, List.of("till", "till-*"), List.of(release)));
    }

    private static Object rule(String name, int need, List<String> namespaces, Object keys) {
        return Json.of(
                "signing",
                name,
                "namespaces",
                namespaces,
                "kinds",
                List.of("job"),
                "need",
                need,
                "keys",
                keys);
    }

    synchronized Object tokens() {
        return List.copyOf(tokens);
    }

    /// Null: there is none such.
    synchronized @Nullable Object revoke(String id) {
        return tokens.removeIf(it -> id.equals(it.get("id"))) ? Json.of("id", id) : null;
    }

    /// Null: its name is wrong.
    synchronized @Nullable Object create(String body) {
        var asked = Json.map(body);
        var name = String.valueOf(asked.get("name"));
        if (!name.matches("[a-z0-9-]+")) return null;
        var roles = Json.list(asked.get("roles")).stream().map(String::valueOf).toList();
        var made = token("00000000000c", name, roles, 0, Duration.ofDays(30));
        tokens.add(made);
        var shown = Json.of("token", SECRET);
        shown.putAll(made);
        return shown;
    }

    /// What the second rule of `shop` denies; for all others the first rule of some role decides.
    /// Null: it is no right.
    @Nullable Object test(String body) {
        var asked = Json.map(body);
        var roles = String.valueOf(asked.get("roles"));
        var shop = "till".equals(asked.get("token")) || roles.contains("shop");
        var closed = shop && "shop-closed".equals(asked.get("namespace"));
        return ruling(String.valueOf(asked.get("do")), closed, shop ? "shop" : "developer");
    }

    @Nullable Object may(String right) {
        return ruling(right, denied.contains(right), "developer");
    }

    private static @Nullable Object ruling(String right, boolean no, String role) {
        if (!right.matches("(read|write|administer) [a-z]+/[a-z]+")) return null;
        int rule = no ? 2 : 1;
        var verb = no ? "denies" : "allows";
        var why = "Rule %d of role %s %s to %s.".formatted(rule, role, verb, right);
        return Json.of("allowed", !no, "role", role, "rule", rule, "why", why);
    }
}
