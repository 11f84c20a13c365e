/// The pages in a real browser, against a server that is small but works.
@NullMarked
package dev.skerry.ui;

import org.jspecify.annotations.NullMarked;
