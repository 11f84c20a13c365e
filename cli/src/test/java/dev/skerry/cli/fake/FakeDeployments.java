package dev.skerry.cli.fake;

import java.util.Map;

/// Deployments as a server tells them.
public final class FakeDeployments {
    private FakeDeployments() {}

    static final String WAITING =
            """
            {"id":"d7k2m9x4qtb","namespace":"default","job":"shop","version":5,
             "status":"running","description":"begun","startedAt":"2020-01-01T00:00:00Z",
             "promoted":false,"waits":true,"stable":4,"groups":[{"group":"web","desired":8,
             "placed":2,"healthy":2,"unhealthy":0,"pending":1,"canaries":2,"canariesHealthy":2,
             "promoted":false,"maxParallel":"25%","autoPromote":false,"autoRevert":true}]}
            """;

    public static final Map<String, String> ANSWERS =
            Map.of(
                    "GET /jobs/shop", "{\"name\":\"shop\"}",
                    "GET /deployments", "[" + WAITING + "]",
                    "GET /deployments/d7k2m9x4qtb", WAITING,
                    "POST /deployments/d7k2m9x4qtb/promote", changed(),
                    "POST /deployments/d7k2m9x4qtb/fail", changed(),
                    "POST /deployments/d7k2m9x4qtb/pause", changed(),
                    "POST /deployments/d7k2m9x4qtb/resume", changed());

    private static String changed() {
        return "{\"namespace\":\"default\",\"job\":\"shop\",\"index\":9}";
    }
}
