@NullMarked
package dev.skerry.trust;

import org.jspecify.annotations.NullMarked;
