/// The command line: `skerry NOUN VERB`. What is data goes to stdout, what is talk to stderr.
@NullMarked
package dev.skerry.cli;

import org.jspecify.annotations.NullMarked;
