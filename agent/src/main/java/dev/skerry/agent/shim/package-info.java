/// The processes of tasks, whichever driver has them started: each a tree in a cgroup of its own
/// where the node allows it, watched by one small shim (`skerry-shim.c`) that outlives the agent.
///
/// [Processes] is the way in. What it knows of a task is on disk: `tasks/HANDLE/` holds the shim's
/// records, `exits/` receives one empty file per task that ended.
@NullMarked
package dev.skerry.agent.shim;

import org.jspecify.annotations.NullMarked;
