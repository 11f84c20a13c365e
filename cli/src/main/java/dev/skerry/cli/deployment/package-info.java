/// `skerry deployment`: how new versions of jobs come.
@NullMarked
package dev.skerry.cli.deployment;

import org.jspecify.annotations.NullMarked;
