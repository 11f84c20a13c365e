@NullMarked
package dev.skerry.agent.wasm;

import org.jspecify.annotations.NullMarked;
