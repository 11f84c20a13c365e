package dev.skerry.cli.deployment;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry deployment`.
public final class DeploymentNoun {
    private DeploymentNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "deployment",
                "How new versions of jobs come: step by step, and back when they fail.",
                List.of(
                        new DeploymentList(session),
                        new DeploymentStatus(session),
                        new DeploymentPromote(session),
                        new DeploymentFail(session),
                        new DeploymentPause(session),
                        new DeploymentResume(session)));
    }
}
