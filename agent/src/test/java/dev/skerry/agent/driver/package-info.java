@NullMarked
package dev.skerry.agent.driver;

import org.jspecify.annotations.NullMarked;
