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

    /// How far it has come, and how long it waits to come further. Only the time counts in which
    /// something is waited for that can be reached: a node that comes and goes makes it neither
    /// fail sooner nor go on for ever.
    ///
    /// @param healthy so many allocations were, when most were
    /// @param away so many could not be reached when that was written
    /// @param spentMs so long it has waited since it came forward last, until it waited no more
    /// @param tickMs since when it waits, on the servers' clock; 0: it waits for nothing now
    public record Came(int healthy, int away, long spentMs, long tickMs) {
        /// It came forward, or somebody has: all of its time is before it.
        public static Came forward(int healthy, int away, boolean waits, long nowTickMs) {
            return new Came(healthy, away, 0, waits ? nowTickMs : 0);
        }

        /// Something that can be reached is not where it shall be.
        public boolean waits() {
            return tickMs > 0;
        }

        /// What it is from now on; itself, unless it has come forward, or waits otherwise.
        public Came next(int now, int notReached, boolean waits, long nowTickMs) {
            if (now > healthy) return forward(now, notReached, waits, nowTickMs);
            if (waits == waits()) return this;
            long waitedMs = waits ? 0 : nowTickMs - tickMs;
            return new Came(healthy, notReached, spentMs + waitedMs, waits ? nowTickMs : 0);
        }

        /// When it will have waited for so long, if it goes on waiting, or begins now.
        public long waitedAtTickMs(long ms, long nowTickMs) {
            return (waits() ? tickMs : nowTickMs) + ms - spentMs;
        }
    }

    /// It is neither at its end nor was it ended.
    public boolean active() {
        return stage == Stage.RUNNING || stage == Stage.PAUSED;
    }

    /// It has come everywhere: nothing is held back any more.
    public boolean successful() {
        return stage == Stage.SUCCESSFUL;
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
