package dev.skerry.cli.fake;

import java.util.Map;

/// A recall as a server tells it.
public final class FakeRecalls {
    private FakeRecalls() {}

    static final String RECALL =
            """
            {"id":"r7k2m9x4qtb","namespace":"default","job":"shop","version":5,
             "versions":[3,5],"reason":"deletes its data","by":"person:ada",
             "at":"2020-01-01T00:00:00Z","ending":7,"unheard":2}
            """;

    public static final Map<String, String> ANSWERS =
            Map.of(
                    "POST /jobs/shop/recall",
                    "{\"recall\":%s,\"stable\":4,\"comesBack\":false,\"stopped\":true,\"index\":9}"
                            .formatted(RECALL),
                    "POST /jobs/till/recall",
                    "{\"recall\":%s,\"stable\":4,\"comesBack\":true,\"stopped\":true,\"index\":9}"
                            .formatted(RECALL),
                    "GET /recalls",
                    "[" + RECALL + "]",
                    "DELETE /recalls/r7k2m9x4qtb",
                    "{\"id\":\"r7k2m9x4qtb\",\"namespace\":\"default\",\"job\":\"shop\","
                            + "\"index\":9}");
}
