/// The one JSON form of facts, frames and answers, generated without reflection.
@NullMarked
package dev.skerry.cluster.codec;

import org.jspecify.annotations.NullMarked;
