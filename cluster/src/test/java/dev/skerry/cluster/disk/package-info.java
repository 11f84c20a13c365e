@NullMarked
package dev.skerry.cluster.disk;

import org.jspecify.annotations.NullMarked;
