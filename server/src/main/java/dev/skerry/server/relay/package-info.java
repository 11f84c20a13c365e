/// Connections that another server of the cell answers, since that one leads.
@NullMarked
package dev.skerry.server.relay;

import org.jspecify.annotations.NullMarked;
