/// Jobs that others are launched by.
@NullMarked
package dev.skerry.cluster.server.launches;

import org.jspecify.annotations.NullMarked;
