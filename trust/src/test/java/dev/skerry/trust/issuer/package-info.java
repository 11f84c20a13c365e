@NullMarked
package dev.skerry.trust.issuer;

import org.jspecify.annotations.NullMarked;
