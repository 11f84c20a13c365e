package dev.skerry.cli.deployment;

import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "pause",
        description = "Halts a deployment; what it has begun goes on.",
        footer = {"", "Example:", "  skerry deployment pause badge"})
final class DeploymentPause implements Callable<Integer> {
    private final Session session;

    @Mixin private final NamedDeployment named = new NamedDeployment();

    DeploymentPause(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        return named.steer(session, "pause", "The deployment of %s is paused.");
    }
}
