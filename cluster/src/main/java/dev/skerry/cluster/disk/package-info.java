/// The folders in which servers and agents keep what lasts.
@NullMarked
package dev.skerry.cluster.disk;

import org.jspecify.annotations.NullMarked;
