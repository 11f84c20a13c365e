package dev.skerry.cluster.server.deployments;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterFact.DeploymentMoved.Move;

/// What has become of a deployment, in the words of events.
public final class DeploymentText {
    private DeploymentText() {}

    public static String kind(Move move) {
        return switch (move) {
            case STARTED -> "DeploymentStarted";
            case PROGRESSED -> "DeploymentProgressed";
            case HELD -> "DeploymentHeld";
            case PROMOTED -> "DeploymentPromoted";
            case PAUSED -> "DeploymentPaused";
            case RESUMED -> "DeploymentResumed";
            case SUCCESSFUL -> "DeploymentSuccessful";
            case FAILED -> "DeploymentFailed";
            case CANCELLED -> "DeploymentCancelled";
        };
    }

    /// What it did, after its name.
    public static String said(ClusterFact.DeploymentMoved fact) {
        var it = fact.deployment();
        return switch (fact.move()) {
            case STARTED -> "has begun";
            case PROGRESSED ->
                    "came forward: %d healthy, %d not reached"
                            .formatted(it.came().healthy(), it.came().away());
            case HELD ->
                    "%s: %d healthy, %d not reached"
                            .formatted(
                                    it.came().waits()
                                            ? "waits for what is not healthy, and its time goes by"
                                            : "waits for nothing that it can reach",
                                    it.came().healthy(),
                                    it.came().away());
            case PROMOTED -> "goes on: its canaries are promoted";
            case PAUSED -> "was paused";
            case RESUMED -> "was resumed";
            case SUCCESSFUL -> "was successful: " + it.description();
            case FAILED -> "has failed: " + it.description();
            case CANCELLED -> "was cancelled: " + it.description();
        };
    }
}
