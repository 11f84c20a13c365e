@NullMarked
package dev.skerry.server.trust;

import org.jspecify.annotations.NullMarked;
