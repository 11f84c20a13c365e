@NullMarked
package dev.skerry.server.presence;

import org.jspecify.annotations.NullMarked;
