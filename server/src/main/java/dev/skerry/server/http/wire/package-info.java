/// How a request stands on the wire, read strictly before the library sees it: heads and chunks.
@NullMarked
package dev.skerry.server.http.wire;

import org.jspecify.annotations.NullMarked;
