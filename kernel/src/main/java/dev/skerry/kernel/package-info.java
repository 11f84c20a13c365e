/// The shared words of Skerry. Nothing here reaches outside: no clock, no disk, no socket.
@NullMarked
package dev.skerry.kernel;

import org.jspecify.annotations.NullMarked;
