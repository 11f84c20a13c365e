/// Whether what clients were told can have come from one register each, changed at one moment each.
@NullMarked
package dev.skerry.bench.history;

import org.jspecify.annotations.NullMarked;
