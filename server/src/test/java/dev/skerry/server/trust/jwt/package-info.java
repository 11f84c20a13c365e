@NullMarked
package dev.skerry.server.trust.jwt;

import org.jspecify.annotations.NullMarked;
