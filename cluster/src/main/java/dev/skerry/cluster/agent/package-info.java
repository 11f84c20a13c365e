/// What a node has of this room: what its part hears from the servers and says to them.
@NullMarked
package dev.skerry.cluster.agent;

import org.jspecify.annotations.NullMarked;
