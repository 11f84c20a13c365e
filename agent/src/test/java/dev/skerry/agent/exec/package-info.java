@NullMarked
package dev.skerry.agent.exec;

import org.jspecify.annotations.NullMarked;
