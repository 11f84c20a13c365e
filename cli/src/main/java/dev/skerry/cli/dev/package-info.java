/// `skerry dev`: a server and four nodes on this machine, for trying things out.
@NullMarked
package dev.skerry.cli.dev;

import org.jspecify.annotations.NullMarked;
