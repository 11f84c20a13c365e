/// Who leads decides: what that is without threads.
@NullMarked
package dev.skerry.server.leader;

import org.jspecify.annotations.NullMarked;
