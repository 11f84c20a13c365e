@NullMarked
package dev.skerry.trust.audit;

import org.jspecify.annotations.NullMarked;
