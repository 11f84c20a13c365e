@NullMarked
package dev.skerry.server.words;

import org.jspecify.annotations.NullMarked;
