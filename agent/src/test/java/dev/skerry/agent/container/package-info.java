@NullMarked
package dev.skerry.agent.container;

import org.jspecify.annotations.NullMarked;
