@NullMarked
package dev.skerry.agent.files;

import org.jspecify.annotations.NullMarked;
