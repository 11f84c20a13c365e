/// What the servers know of each other, as immutable values.
@NullMarked
package dev.skerry.servers.state;

import org.jspecify.annotations.NullMarked;
