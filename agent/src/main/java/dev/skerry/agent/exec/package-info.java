/// The driver `exec`: a task is a tree of ordinary processes of the node.
@NullMarked
package dev.skerry.agent.exec;

import org.jspecify.annotations.NullMarked;
