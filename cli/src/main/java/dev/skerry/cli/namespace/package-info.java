/// `skerry namespace`.
@NullMarked
package dev.skerry.cli.namespace;

import org.jspecify.annotations.NullMarked;
