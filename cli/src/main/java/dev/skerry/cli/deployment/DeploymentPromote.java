package dev.skerry.cli.deployment;

import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "promote",
        description = "Lets the rest follow the canaries, which all have to be healthy.",
        footer = {"", "Example:", "  skerry deployment promote badge"})
final class DeploymentPromote implements Callable<Integer> {
    private final Session session;

    @Mixin private final NamedDeployment named = new NamedDeployment();

    DeploymentPromote(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        return named.steer(
                session, "promote", "The canaries of %s are promoted: the rest follows.");
    }
}
