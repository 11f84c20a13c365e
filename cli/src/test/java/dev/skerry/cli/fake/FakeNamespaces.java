package dev.skerry.cli.fake;

import java.util.Map;

/// What a small server answers about namespaces.
public final class FakeNamespaces {
    private static final String DEFAULT =
            """
            {"name":"default","description":"","quota":{},
             "used":{"cpuMhz":0,"memoryBytes":0,"allocations":0},
             "asked":{"cpuMhz":0,"memoryBytes":0,"allocations":0},"jobs":0,"preempts":[]}
            """;
    private static final String SHOP =
            """
            {"name":"shop","description":"The tills.",
             "quota":{"cpuMhz":2000,"allocations":2,"pools":["tills","kiosks"]},
             "used":{"cpuMhz":200,"memoryBytes":134217728,"allocations":2},
             "asked":{"cpuMhz":300,"memoryBytes":201326592,"allocations":3},"jobs":1,
             "preempts":["system","service"]}
            """;
    private static final String CHANGED = "{\"namespace\":\"shop\",\"index\":9}";

    public static final Map<String, String> ANSWERS =
            Map.of(
                    "GET /namespaces", "[" + DEFAULT + "," + SHOP + "]",
                    "GET /namespaces/shop", SHOP,
                    "GET /namespaces/default", DEFAULT,
                    "PUT /namespaces/shop", CHANGED,
                    "DELETE /namespaces/shop", CHANGED);

    private FakeNamespaces() {}
}
