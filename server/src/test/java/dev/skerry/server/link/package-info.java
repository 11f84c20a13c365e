@NullMarked
package dev.skerry.server.link;

import org.jspecify.annotations.NullMarked;
