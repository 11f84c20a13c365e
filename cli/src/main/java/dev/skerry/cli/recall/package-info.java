/// `skerry recall`: what must not run, and that it may again.
@NullMarked
package dev.skerry.cli.recall;

import org.jspecify.annotations.NullMarked;
