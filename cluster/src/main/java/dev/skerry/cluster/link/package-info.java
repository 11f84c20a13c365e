/// What server and node say to each other.
@NullMarked
package dev.skerry.cluster.link;

import org.jspecify.annotations.NullMarked;
