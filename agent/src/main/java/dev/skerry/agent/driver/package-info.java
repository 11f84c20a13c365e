/// How the agent runs a task, whatever it is made of: the small interface that every driver keeps,
/// and that of the [Keeper] of all that runs.
@NullMarked
package dev.skerry.agent.driver;

import org.jspecify.annotations.NullMarked;
