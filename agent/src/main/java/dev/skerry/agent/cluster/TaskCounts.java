package dev.skerry.agent.cluster;

import java.util.concurrent.atomic.LongAdder;

/// What has happened to tasks since the agent was started.
final class TaskCounts {
    final LongAdder starts = new LongAdder();
    final LongAdder startsRefused = new LongAdder();
    final LongAdder restarts = new LongAdder();
    final LongAdder exits = new LongAdder();
    final LongAdder checksFailed = new LongAdder();
}
