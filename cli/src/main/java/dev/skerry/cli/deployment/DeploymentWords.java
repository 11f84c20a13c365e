package dev.skerry.cli.deployment;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.Table;

/// A deployment in words.
public final class DeploymentWords {
    private DeploymentWords() {}

    /// Why it stands as it does.
    public static String says(Json deployment) {
        if (deployment.at("waits").yes()) return "canaries are healthy: promote it, or fail it";
        return deployment.at("description").text();
    }

    /// Its groups, if it is of the newest version.
    public static void groups(Json deployment, Screen out) {
        var table =
                new Table(
                        "#GROUP",
                        ">WANTED",
                        ">PLACED",
                        ">HEALTHY",
                        ">UNHEALTHY",
                        ">PENDING",
                        ">CANARIES",
                        ">PARALLEL");
        for (var it : deployment.at("groups").list())
            table.add(
                    it.at("group").text(),
                    it.at("desired").text(),
                    it.at("placed").text(),
                    it.at("healthy").text(),
                    it.at("unhealthy").text(),
                    it.at("pending").text(),
                    canaries(it),
                    it.at("maxParallel").text());
        if (!table.isEmpty()) table.print(out);
    }

    private static String canaries(Json group) {
        if (group.at("canaries").whole() == 0) return "-";
        return group.at("canariesHealthy").text() + " of " + group.at("canaries").text();
    }
}
