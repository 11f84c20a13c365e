@NullMarked
package dev.skerry.trust.server;

import org.jspecify.annotations.NullMarked;
