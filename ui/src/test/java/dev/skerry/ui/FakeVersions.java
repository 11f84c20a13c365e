package dev.skerry.ui;

import java.util.List;

/// The versions of a job: the newest was scaled, of the oldest nobody knows who sent it.
final class FakeVersions {
    private FakeVersions() {}

    static Object difference(int from, int to) {
        return Json.of(
                "from",
                from,
                "to",
                to,
                "changes",
                List.of(
                        Json.of("path", "groups[web].count", "from", "1", "to", "3"),
                        Json.of("path", "meta.team", "to", "tills"),
                        Json.of("path", "meta.of", "from", "shop")),
                "more",
                2);
    }

    static List<Object> all() {
        var newest =
                Json.of(
                        "version",
                        3,
                        "acceptedAt",
                        "2026-01-02T03:04:05Z",
                        "by",
                        "person:ada",
                        "how",
                        "scaled",
                        "of",
                        2,
                        "signers",
                        List.of("ab".repeat(32)),
                        "current",
                        true,
                        "allocations",
                        3,
                        "since",
                        2,
                        "changed",
                        "groups[web].count: 1 -> 3, and 4 more",
                        "difference",
                        difference(2, 3));
        var oldest =
                Json.of(
                        "version",
                        2,
                        "by",
                        "unknown",
                        "how",
                        "unknown",
                        "of",
                        0,
                        "signers",
                        List.of(),
                        "current",
                        false,
                        "allocations",
                        0,
                        "since",
                        0,
                        "changed",
                        "the version before is not kept any more");
        return List.of(newest, oldest);
    }
}
