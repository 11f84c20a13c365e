/// The log of facts on Apache Ratis, and the state on disk.
@NullMarked
package dev.skerry.server.raft;

import org.jspecify.annotations.NullMarked;
