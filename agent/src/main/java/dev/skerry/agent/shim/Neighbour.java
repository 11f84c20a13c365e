package dev.skerry.agent.shim;

/// A process behind the walls of a task, which another is to join there.
///
/// @param pid 0: it has no walls, or only root may come behind them
/// @param users whether it has users of its own, by whose numbers the other one is to run
record Neighbour(long pid, boolean users) {
    static final Neighbour NONE = new Neighbour(0, false);
}
