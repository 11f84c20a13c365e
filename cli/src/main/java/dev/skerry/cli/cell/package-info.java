/// `skerry cell`: backup. What needs no server that runs is of the server's program.
@NullMarked
package dev.skerry.cli.cell;

import org.jspecify.annotations.NullMarked;
