/// What requests may take of a server at one time: memory for their bodies, and turns at what costs
/// much.
@NullMarked
package dev.skerry.server.http.load;

import org.jspecify.annotations.NullMarked;
