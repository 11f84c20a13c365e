/// What holds off whoever has not proven who he is: shares of places, and a bound on what is said.
@NullMarked
package dev.skerry.server.strangers;

import org.jspecify.annotations.NullMarked;
