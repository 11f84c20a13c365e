@NullMarked
package dev.skerry.kernel.figures;

import org.jspecify.annotations.NullMarked;
