@NullMarked
package dev.skerry.server.backup;

import org.jspecify.annotations.NullMarked;
