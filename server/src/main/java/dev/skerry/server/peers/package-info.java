/// The other servers of the cell: the way to them, what comes from them, who belongs to it.
@NullMarked
package dev.skerry.server.peers;

import org.jspecify.annotations.NullMarked;
