@NullMarked
package dev.skerry.servers.server;

import org.jspecify.annotations.NullMarked;
