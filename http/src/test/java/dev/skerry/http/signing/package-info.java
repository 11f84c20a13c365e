@NullMarked
package dev.skerry.http.signing;

import org.jspecify.annotations.NullMarked;
