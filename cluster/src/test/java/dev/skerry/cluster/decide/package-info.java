/// How the room decides, in its parts.
@NullMarked
package dev.skerry.cluster.decide;

import org.jspecify.annotations.NullMarked;
