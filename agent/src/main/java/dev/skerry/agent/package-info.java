/// The agent: one on every node, it goes on when the link is down.
@NullMarked
package dev.skerry.agent;

import org.jspecify.annotations.NullMarked;
