/// What becomes of a message: decisions on what is known, as facts.
@NullMarked
package dev.skerry.trust.decide;

import org.jspecify.annotations.NullMarked;
