@NullMarked
package dev.skerry.server.strangers;

import org.jspecify.annotations.NullMarked;
