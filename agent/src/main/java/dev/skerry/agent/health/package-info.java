/// Asks tasks how they are.
@NullMarked
package dev.skerry.agent.health;

import org.jspecify.annotations.NullMarked;
