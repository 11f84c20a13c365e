/// What the servers have of this room on the link: what each node shall run, and what it reports.
@NullMarked
package dev.skerry.cluster.server.link;

import org.jspecify.annotations.NullMarked;
