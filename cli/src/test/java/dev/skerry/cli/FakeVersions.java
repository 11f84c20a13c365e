package dev.skerry.cli;

import java.util.Map;

/// What is answered of the versions of two jobs: `shop` has several, `hello` may be made anew.
final class FakeVersions {
    private FakeVersions() {}

    private static final String DIFFERENCE =
            """
            {"from":4,"to":5,"changes":[
             {"path":"groups[web].count","from":"1","to":"7"},
             {"path":"groups[web].tasks[it].env.HOST","to":"here"},
             {"path":"meta.team","from":"tills"}],"more":%d}
            """;

    private static final String VERSIONS =
            """
            [{"version":5,"acceptedAt":"2020-01-01T00:00:00Z","by":"person:ada","how":"scaled",
              "of":4,"signers":["ab12"],"current":true,"allocations":7,"since":4,
              "changed":"groups[web].count: 1 -> 7, and 2 more"%s},
             {"version":4,"by":"unknown","how":"unknown","of":0,"signers":[],"current":false,
              "allocations":1,"since":0,"changed":"the version before is not kept any more"}]
            """
                    .formatted(",\"difference\":" + DIFFERENCE.formatted(0));

    private static final String RECALL =
            """
            {"id":"r7k2m9x4qtb","namespace":"default","job":"shop","version":5,
             "versions":[3,5],"reason":"deletes its data","by":"person:ada",
             "at":"2020-01-01T00:00:00Z","ending":7,"unheard":2}
            """;

    static final Map<String, String> ANSWERS =
            Map.of(
                    "GET /jobs/shop/versions",
                    VERSIONS,
                    "GET /jobs/shop/diff",
                    DIFFERENCE.formatted(3),
                    "POST /jobs/shop/revert",
                    changed("shop", 6, false),
                    "POST /jobs/hello/revert",
                    changed("hello", 1, false),
                    "POST /jobs/shop/scale",
                    changed("shop", 5, true),
                    "POST /jobs/shop/recall",
                    "{\"recall\":%s,\"stable\":4,\"comesBack\":false,\"stopped\":true,\"index\":9}"
                            .formatted(RECALL),
                    "POST /jobs/till/recall",
                    "{\"recall\":%s,\"stable\":4,\"comesBack\":true,\"stopped\":true,\"index\":9}"
                            .formatted(RECALL),
                    "GET /recalls",
                    "[" + RECALL + "]",
                    "DELETE /recalls/r7k2m9x4qtb",
                    "{\"id\":\"r7k2m9x4qtb\",\"job\":\"shop\",\"index\":9}");

    private static String changed(String job, int version, boolean unchanged) {
        return "{\"namespace\":\"default\",\"job\":\"%s\",\"version\":%d,\"unchanged\":%s}"
                .formatted(job, version, unchanged);
    }
}
