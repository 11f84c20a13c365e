/// The way to the servers: identity, one outbound connection, frames.
@NullMarked
package dev.skerry.agent.link;

import org.jspecify.annotations.NullMarked;
