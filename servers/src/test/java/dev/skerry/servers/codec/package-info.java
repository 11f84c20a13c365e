@NullMarked
package dev.skerry.servers.codec;

import org.jspecify.annotations.NullMarked;
