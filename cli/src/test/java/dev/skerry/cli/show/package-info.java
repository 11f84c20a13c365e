@NullMarked
package dev.skerry.cli.show;

import org.jspecify.annotations.NullMarked;
