package dev.skerry.cli.deployment;

import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "resume",
        description = "Lets a paused deployment go on.",
        footer = {"", "Example:", "  skerry deployment resume badge"})
final class DeploymentResume implements Callable<Integer> {
    private final Session session;

    @Mixin private final NamedDeployment named = new NamedDeployment();

    DeploymentResume(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        return named.steer(session, "resume", "The deployment of %s goes on.");
    }
}
