@NullMarked
package dev.skerry.kernel.link;

import org.jspecify.annotations.NullMarked;
