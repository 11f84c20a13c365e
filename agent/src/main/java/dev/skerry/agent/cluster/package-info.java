/// Nodes, jobs and allocations on an agent: tasks are started, checked, watched and ended.
@NullMarked
package dev.skerry.agent.cluster;

import org.jspecify.annotations.NullMarked;
