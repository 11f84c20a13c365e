/// Which servers are the control plane: who joins them, where they are, who is one no more.
@NullMarked
package dev.skerry.servers;

import org.jspecify.annotations.NullMarked;
