@NullMarked
package dev.skerry.kernel.time;

import org.jspecify.annotations.NullMarked;
