/// The local pages, asked over real sockets.
@NullMarked
package dev.skerry.agent.http;

import org.jspecify.annotations.NullMarked;
