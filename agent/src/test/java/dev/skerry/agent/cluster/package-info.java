@NullMarked
package dev.skerry.agent.cluster;

import org.jspecify.annotations.NullMarked;
