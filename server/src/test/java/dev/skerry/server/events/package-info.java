@NullMarked
package dev.skerry.server.events;

import org.jspecify.annotations.NullMarked;
