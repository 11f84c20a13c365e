@NullMarked
package dev.skerry.agent.program;

import org.jspecify.annotations.NullMarked;
