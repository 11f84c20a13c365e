/// The public HTTP API, as a stranger sees it: text in, text out, no types of the servers.
@NullMarked
package dev.skerry.cli.api;

import org.jspecify.annotations.NullMarked;
