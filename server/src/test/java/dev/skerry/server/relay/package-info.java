@NullMarked
package dev.skerry.server.relay;

import org.jspecify.annotations.NullMarked;
