@NullMarked
package dev.skerry.http;

import org.jspecify.annotations.NullMarked;
