/// Tasks that are WASM modules, each in a host of its own: a JVM with the program of the module
/// `wasm/`, behind walls that show it the module and what it was granted.
@NullMarked
package dev.skerry.agent.wasm;

import org.jspecify.annotations.NullMarked;
