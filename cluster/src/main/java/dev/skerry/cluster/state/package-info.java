/// What the servers know, as immutable values, and how facts change it.
@NullMarked
package dev.skerry.cluster.state;

import org.jspecify.annotations.NullMarked;
