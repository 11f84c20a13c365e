/// What must never start again, wherever it is: what servers keep of it, and what nodes are told.
@NullMarked
package dev.skerry.cluster.recall;

import org.jspecify.annotations.NullMarked;
