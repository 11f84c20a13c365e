package dev.skerry.cluster.state;

/// The way of one version of a job to where the one before runs. What is placed, healthy and in
/// change is counted from the allocations.
///
/// | from            | event                                         | to         |
/// |-----------------|-----------------------------------------------|------------|
/// | RUNNING         | all that can be reached is healthy            | SUCCESSFUL |
/// | RUNNING         | for too long nothing more is healthy          | FAILED     |
/// | RUNNING, PAUSED | somebody says so                              | FAILED     |
/// | RUNNING         | somebody halts it                             | PAUSED     |
/// | PAUSED          | somebody lets it go on                        | RUNNING    |
/// | RUNNING, PAUSED | a newer version comes, or the job is stopped  | CANCELLED  |
///
/// @param id `d` and ten letters and digits
/// @param version that comes
/// @param description why it stands so, for people
/// @param promoted nothing waits for canaries
/// @param stable the newest version before it whose deployment was successful; 0: none is known
/// @param createdWallMs for people
public record Deployment(
        String id,
        long version,
        Stage stage,
        String description,
        boolean promoted,
        long stable,
        Came came,
        long createdWallMs) {

    /// Of each job, the newest first.
    public static final int KEPT = 5;

    /// Where it stands.
    public enum Stage {
        RUNNING,
        PAUSED,
        SUCCESSFUL,
        FAILED,
        CANCELLED
    }

    /// How far it had come when it came forward last.
    ///
    /// @param healthy so many allocations were
    /// @param away so many could not be reached
    /// @param tickMs when, on the servers' clock
    public record Came(int healthy, int away, long tickMs) {}

    /// It is neither at its end nor was it ended.
    public boolean active() {
        return stage == Stage.RUNNING || stage == Stage.PAUSED;
    }

    public Deployment with(Stage next, String why) {
        return new Deployment(id, version, next, why, promoted, stable, came, createdWallMs);
    }

    public Deployment with(Came next) {
        return new Deployment(
                id, version, stage, description, promoted, stable, next, createdWallMs);
    }

    public Deployment promote() {
        return new Deployment(id, version, stage, description, true, stable, came, createdWallMs);
    }
}
