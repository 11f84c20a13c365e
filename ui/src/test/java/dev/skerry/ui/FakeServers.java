package dev.skerry.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Three servers that decide, as one of them sees them.
final class FakeServers {
    static final String TOKEN = "ab".repeat(32) + "." + "cd".repeat(32);

    private final List<Map<String, @Nullable Object>> servers = new ArrayList<>();

    /// Who leads; null: nobody does.
    @Nullable String leader = "s1";

    FakeServers() {
        servers.add(server("s1", "leader", 12_043, 0));
        servers.add(server("s2", "follower", 12_040, 2_400));
        var away = server("s4", "unknown", -1, -1);
        away.keySet().removeAll(List.of("index", "behind", "silentMs"));
        servers.add(away);
    }

    private static Map<String, @Nullable Object> server(
            String id, String role, long index, long silentMs) {
        var host = "10.0.0." + id.substring(1);
        return Json.of(
                "id",
                id,
                "role",
                role,
                "link",
                host + ":4647",
                "http",
                host + ":4646",
                "version",
                "0.1.0",
                "joined",
                FakeFleet.ago(Duration.ofDays(2)),
                "index",
                index,
                "behind",
                12_043 - index,
                "silentMs",
                silentMs);
    }

    synchronized Object all() {
        var all = Json.of("self", "s1", "servers", List.copyOf(servers));
        if (leader != null) {
            all.put("leader", leader);
            all.put("term", 3);
        }
        return all;
    }

    /// A token is made, or a server goes.
    synchronized Object change(String uri) {
        var name = uri.substring(uri.lastIndexOf('/') + 1);
        if (name.equals("join-tokens")) {
            var expires = Instant.now().plus(Duration.ofMinutes(30)).toString();
            return Json.of("token", TOKEN, "expires", expires);
        }
        servers.removeIf(it -> name.equals(it.get("id")));
        return Json.of("id", name, "index", 12_044);
    }
}
