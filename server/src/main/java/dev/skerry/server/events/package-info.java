/// What happens in all rooms, kept for a while and told to whoever listens.
@NullMarked
package dev.skerry.server.events;

import org.jspecify.annotations.NullMarked;
