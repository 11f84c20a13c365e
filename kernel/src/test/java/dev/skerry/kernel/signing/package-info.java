@NullMarked
package dev.skerry.kernel.signing;

import org.jspecify.annotations.NullMarked;
