@NullMarked
package dev.skerry.json;

import org.jspecify.annotations.NullMarked;
