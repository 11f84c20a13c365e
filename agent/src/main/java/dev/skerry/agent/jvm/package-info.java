/// The driver `java`: a task is a JVM, of the node's own Java or the agent's.
@NullMarked
package dev.skerry.agent.jvm;

import org.jspecify.annotations.NullMarked;
