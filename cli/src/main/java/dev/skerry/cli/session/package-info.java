/// What every command shares: where the servers are, whose names are meant, where to print.
@NullMarked
package dev.skerry.cli.session;

import org.jspecify.annotations.NullMarked;
