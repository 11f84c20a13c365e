/// How the agent runs a task, whatever it is made of: the small interface that every driver keeps.
@NullMarked
package dev.skerry.agent.driver;

import org.jspecify.annotations.NullMarked;
