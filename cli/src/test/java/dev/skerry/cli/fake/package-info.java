@NullMarked
package dev.skerry.cli.fake;

import org.jspecify.annotations.NullMarked;
