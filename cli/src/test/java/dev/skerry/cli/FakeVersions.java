package dev.skerry.cli;

import java.util.Map;

/// What is answered of the versions of two jobs: `shop` has several, `hello` may be made anew; and
/// of two that launch others.
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

    // Jobs that launch others.

    private static final String BACKUP =
            """
            {"namespace":"default","name":"backup","type":"batch","version":2,"status":"ready",
             "stopped":false,"submittedAt":"2020-01-01T00:00:00Z","blocked":false,
             "says":"The launch for 2020-01-02 was left out: backup-periodic-1 still runs",
             "launch":{"kind":"periodic","parent":"","next":"2020-01-03T03:00:00Z",
               "child":"backup-periodic-1","left":"","running":1,"ended":3,"payloadBytes":0},
             "groups":[{"name":"web","desired":0,"running":0,"unhealthy":0,"pending":0,"failed":0,
               "unknown":0,"complete":0}],
             "spec":{"launch":{"periodic":{"cron":["0 3 * * *","@weekly"],
               "timeZone":"Europe/Berlin","noOverlap":true,"enabled":true,"keep":10}}}}
            """;

    private static final String REPORT =
            """
            {"namespace":"default","name":"report","type":"batch","version":1,"status":"ready",
             "stopped":false,"submittedAt":"2020-01-01T00:00:00Z","blocked":false,"says":"",
             "launch":{"kind":"parameterized","parent":"","child":"","left":"","running":0,
               "ended":0,"payloadBytes":0},
             "groups":[],
             "spec":{"launch":{"parameterized":{"payload":"REQUIRED","metaRequired":["who"],
               "metaOptional":["how"],"keep":10}}}}
            """;

    private static final String CHILD =
            """
            {"namespace":"default","name":"report-dispatch-1-a","type":"batch","version":1,
             "status":"complete","stopped":false,"submittedAt":"2020-01-01T00:00:00Z",
             "blocked":false,"says":"",
             "launch":{"kind":"dispatched","parent":"report","at":"2020-01-01T00:00:00Z",
               "child":"","left":"","running":0,"ended":0,"payloadBytes":3},
             "groups":[{"name":"web","desired":1,"running":0,"unhealthy":0,"pending":0,"failed":0,
               "unknown":0,"complete":1}],
             "evaluation":{"id":"e1","jobVersion":1,"groups":[]},"spec":{}}
            """;

    static final Map<String, String> LAUNCHES =
            Map.of(
                    "GET /jobs/backup",
                    BACKUP,
                    "GET /jobs/report",
                    REPORT,
                    "GET /jobs/report-dispatch-1-a",
                    CHILD,
                    "GET /jobs/report-dispatch-1-a/allocations",
                    "[]",
                    "POST /jobs/report/dispatch",
                    launched("report", "report-dispatch-1-a"),
                    "POST /jobs/backup/force",
                    launched("backup", "report-dispatch-1-a"),
                    "GET /jobs/stopped",
                    BACKUP.replace("\"stopped\":false", "\"stopped\":true"),
                    "POST /jobs/nightly/force",
                    launched("nightly", "nightly"));

    private static String launched(String parent, String child) {
        return """
        {"namespace":"default","parent":"%s","job":"%s","version":1,"index":9}\
        """
                .formatted(parent, child);
    }
}
