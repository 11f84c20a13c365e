/// What the node remembers over a power cut.
@NullMarked
package dev.skerry.agent.journal;

import org.jspecify.annotations.NullMarked;
