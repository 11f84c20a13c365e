@NullMarked
package dev.skerry.agent.shim;

import org.jspecify.annotations.NullMarked;
