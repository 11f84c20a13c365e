@NullMarked
package dev.skerry.trust.server.signing;

import org.jspecify.annotations.NullMarked;
