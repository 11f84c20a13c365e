@NullMarked
package dev.skerry.agent.jvm;

import org.jspecify.annotations.NullMarked;
