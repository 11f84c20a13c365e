/// Which program a command means, and whether this node can run it.
@NullMarked
package dev.skerry.agent.program;

import org.jspecify.annotations.NullMarked;
