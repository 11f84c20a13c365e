/// How answers look: tables, words for times and sizes, colours.
@NullMarked
package dev.skerry.cli.show;

import org.jspecify.annotations.NullMarked;
