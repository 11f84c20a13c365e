/// What the node is and has.
@NullMarked
package dev.skerry.agent.facts;

import org.jspecify.annotations.NullMarked;
