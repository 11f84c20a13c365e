/// The one JSON form of facts, saved states and answers, generated without reflection.
@NullMarked
package dev.skerry.trust.codec;

import org.jspecify.annotations.NullMarked;
