/// The HTTP side of a server: the API, the pages, the metrics.
@NullMarked
package dev.skerry.server.http;

import org.jspecify.annotations.NullMarked;
