/// The JSON form of what the servers know of each other.
@NullMarked
package dev.skerry.servers.codec;

import org.jspecify.annotations.NullMarked;
