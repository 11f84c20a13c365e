/// How much each caller may ask.
@NullMarked
package dev.skerry.trust.server.rates;

import org.jspecify.annotations.NullMarked;
