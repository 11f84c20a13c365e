@NullMarked
package dev.skerry.servers;

import org.jspecify.annotations.NullMarked;
