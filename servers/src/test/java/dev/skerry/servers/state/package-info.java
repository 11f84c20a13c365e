@NullMarked
package dev.skerry.servers.state;

import org.jspecify.annotations.NullMarked;
