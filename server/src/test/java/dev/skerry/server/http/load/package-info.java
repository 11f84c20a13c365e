@NullMarked
package dev.skerry.server.http.load;

import org.jspecify.annotations.NullMarked;
