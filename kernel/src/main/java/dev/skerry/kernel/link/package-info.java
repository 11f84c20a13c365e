/// The link between a node and its servers: one connection, on which every room has its part.
///
/// What is said is a [dev.skerry.kernel.link.Frame]. The few frames of the link itself are sealed;
/// whatever a room has to say goes in one of them and is the room's own. Both ends are values that
/// know no socket, no thread and no clock: [dev.skerry.kernel.link.NodeEnd] and
/// [dev.skerry.kernel.link.ServerEnd], run by the product and by the simulator alike.
@NullMarked
package dev.skerry.kernel.link;

import org.jspecify.annotations.NullMarked;
