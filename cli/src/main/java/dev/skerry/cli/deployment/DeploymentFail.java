package dev.skerry.cli.deployment;

import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "fail",
        description = "Ends a deployment: it stops where it is, or goes back with autoRevert.",
        footer = {"", "Example:", "  skerry deployment fail badge"})
final class DeploymentFail implements Callable<Integer> {
    private final Session session;

    @Mixin private final NamedDeployment named = new NamedDeployment();

    DeploymentFail(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var said = "The deployment of %s has failed: nothing more changes,";
        return named.steer(session, "fail", said + " or the stable version comes back.");
    }
}
