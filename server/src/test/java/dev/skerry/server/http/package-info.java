@NullMarked
package dev.skerry.server.http;

import org.jspecify.annotations.NullMarked;
