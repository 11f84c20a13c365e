@NullMarked
package dev.skerry.agent.logs;

import org.jspecify.annotations.NullMarked;
