@NullMarked
package dev.skerry.server.authority;

import org.jspecify.annotations.NullMarked;
