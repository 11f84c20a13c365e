@NullMarked
package dev.skerry.kernel.events;

import org.jspecify.annotations.NullMarked;
