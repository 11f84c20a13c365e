package dev.skerry.cluster.job;

import java.util.List;

/// What a task is among those of its group.
///
/// @param after tasks of the same stage that have to be up before it starts
public record TaskRole(TaskStage stage, List<String> after, Tier tier) {
    /// Of a task that says nothing of it.
    public static final TaskRole MAIN = new TaskRole(TaskStage.MAIN, List.of(), Tier.NORMAL);

    /// When it runs.
    public enum TaskStage {
        /// To its end, before all that are not.
        INIT,
        MAIN,
        /// As long as a main one does, and is ended behind them.
        SIDECAR,
        /// To its end, once the main ones are up.
        POST_START,
        /// To its end, once the main ones have ended.
        POST_STOP;

        /// As job files have it.
        public String word() {
            return switch (this) {
                case INIT -> "init";
                case MAIN -> "main";
                case SIDECAR -> "sidecar";
                case POST_START -> "postStart";
                case POST_STOP -> "postStop";
            };
        }
    }

    /// How soon it is ended where a node is short of something.
    public enum Tier {
        /// Never.
        ESSENTIAL,
        NORMAL,
        /// First.
        OPTIONAL;

        /// As job files have it.
        public String word() {
            return switch (this) {
                case ESSENTIAL -> "essential";
                case NORMAL -> "normal";
                case OPTIONAL -> "optional";
            };
        }
    }

    public TaskRole {
        after = List.copyOf(after);
    }
}
