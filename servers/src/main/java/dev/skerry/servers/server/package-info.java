/// What the room of the control plane answers over HTTP, and what it tells people.
@NullMarked
package dev.skerry.servers.server;

import org.jspecify.annotations.NullMarked;
