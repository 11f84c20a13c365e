@NullMarked
package dev.skerry.server.servers;

import org.jspecify.annotations.NullMarked;
