@NullMarked
package dev.skerry.agent.cgroup;

import org.jspecify.annotations.NullMarked;
