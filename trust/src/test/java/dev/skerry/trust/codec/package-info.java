@NullMarked
package dev.skerry.trust.codec;

import org.jspecify.annotations.NullMarked;
