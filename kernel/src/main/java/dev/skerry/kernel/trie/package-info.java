/// What is under the maps and sets that never change.
@NullMarked
package dev.skerry.kernel.trie;

import org.jspecify.annotations.NullMarked;
