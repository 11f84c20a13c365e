/// The control plane of one server: the log, the loop over it, and what plugs into it.
@NullMarked
package dev.skerry.server;

import org.jspecify.annotations.NullMarked;
