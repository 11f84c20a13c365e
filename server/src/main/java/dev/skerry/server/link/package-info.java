/// The links of the nodes: TLS, frames, heartbeats, orders and log streams.
@NullMarked
package dev.skerry.server.link;

import org.jspecify.annotations.NullMarked;
