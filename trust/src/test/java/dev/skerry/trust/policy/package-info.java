@NullMarked
package dev.skerry.trust.policy;

import org.jspecify.annotations.NullMarked;
