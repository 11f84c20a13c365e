/// `skerry alloc`: list, status, logs, stop, restart.
@NullMarked
package dev.skerry.cli.alloc;

import org.jspecify.annotations.NullMarked;
