@NullMarked
package dev.skerry.agent.link;

import org.jspecify.annotations.NullMarked;
