/// What bounds a task and counts what it uses: a cgroup of its own, in whichever hierarchies the
/// node has mounted. Where there are none, tasks run without, and the node says so.
@NullMarked
package dev.skerry.agent.cgroup;

import org.jspecify.annotations.NullMarked;
