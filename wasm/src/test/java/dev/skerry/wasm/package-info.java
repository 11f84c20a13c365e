@NullMarked
package dev.skerry.wasm;

import org.jspecify.annotations.NullMarked;
