@NullMarked
package dev.skerry.agent.lanes;

import org.jspecify.annotations.NullMarked;
