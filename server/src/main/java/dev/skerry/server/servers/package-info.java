/// The room of the control plane on one server.
@NullMarked
package dev.skerry.server.servers;

import org.jspecify.annotations.NullMarked;
