@NullMarked
package dev.skerry.cli.node;

import org.jspecify.annotations.NullMarked;
