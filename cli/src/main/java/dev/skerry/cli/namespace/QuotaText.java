package dev.skerry.cli.namespace;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Words;
import java.util.List;

/// The quota of a namespace and what is used of it, for people.
///
/// @param namespace as the API has it
record QuotaText(Json namespace) {
    static final List<String> DIMENSIONS = List.of("allocations", "cpuMhz", "memoryBytes");

    /// `2 of 10`; without a limit only `2`.
    String used(String dimension) {
        var used = amount(dimension, namespace.at("used", dimension));
        var limit = namespace.at("quota", dimension);
        return limit.none() ? used : used + " of " + amount(dimension, limit);
    }

    /// `2`, `400 MHz`, `64 MiB`.
    String asked(String dimension) {
        return amount(dimension, namespace.at("asked", dimension));
    }

    private static String amount(String dimension, Json value) {
        return switch (dimension) {
            case "cpuMhz" -> Words.frequency(value.whole());
            case "memoryBytes" -> Words.size(value.whole());
            default -> value.text();
        };
    }

    /// Nothing more is placed.
    boolean full(String dimension) {
        var limit = namespace.at("quota", dimension);
        return !limit.none() && namespace.at("used", dimension).whole() >= limit.whole();
    }

    /// What its jobs ask for is more than the quota will ever allow.
    boolean over(String dimension) {
        var limit = namespace.at("quota", dimension);
        return !limit.none() && namespace.at("asked", dimension).whole() > limit.whole();
    }

    /// `system, service`: the jobs that may displace others; or `none`.
    String preempts() {
        var types = namespace.at("preempts").list().stream().map(Json::text).toList();
        return types.isEmpty() ? "none" : String.join(", ", types);
    }

    /// `tills, kiosks`, or `all`.
    String pools() {
        var pools = namespace.at("quota", "pools").list();
        return pools.isEmpty() ? "all" : String.join(", ", pools.stream().map(Json::text).toList());
    }
}
