@NullMarked
package dev.skerry.server.cluster;

import org.jspecify.annotations.NullMarked;
