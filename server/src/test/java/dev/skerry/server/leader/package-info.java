@NullMarked
package dev.skerry.server.leader;

import org.jspecify.annotations.NullMarked;
