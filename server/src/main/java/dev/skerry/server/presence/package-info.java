/// When a server was there last, so that the next one knows for how long nobody was.
@NullMarked
package dev.skerry.server.presence;

import org.jspecify.annotations.NullMarked;
