/// Who has done what: a chain of lines, each with the hash of those before it.
@NullMarked
package dev.skerry.trust.audit;

import org.jspecify.annotations.NullMarked;
