/// How fast single parts are, without servers and nodes: maps, and what the cluster decides.
@NullMarked
package dev.skerry.bench.speed;

import org.jspecify.annotations.NullMarked;
