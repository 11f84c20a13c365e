/// What rooms tell people and programs of what happens in them.
@NullMarked
package dev.skerry.kernel.events;

import org.jspecify.annotations.NullMarked;
