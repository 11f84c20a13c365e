@NullMarked
package dev.skerry.server.raft;

import org.jspecify.annotations.NullMarked;
