/// Tokens and roles on one server.
@NullMarked
package dev.skerry.server.trust;

import org.jspecify.annotations.NullMarked;
