@NullMarked
package dev.skerry.kernel.node;

import org.jspecify.annotations.NullMarked;
