/// The work of one node, decided on the node: it goes on when the link is down.
@NullMarked
package dev.skerry.cluster.node;

import org.jspecify.annotations.NullMarked;
