/// In which order, and how much at once, a node does what is asked for its tasks.
@NullMarked
package dev.skerry.agent.lanes;

import org.jspecify.annotations.NullMarked;
