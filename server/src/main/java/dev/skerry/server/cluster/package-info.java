/// What the room of nodes, jobs and allocations brings to a server, and what runs for it there.
@NullMarked
package dev.skerry.server.cluster;

import org.jspecify.annotations.NullMarked;
