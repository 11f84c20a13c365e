/// Who has done what: the lines of the audit, and whether they are as they were written.
@NullMarked
package dev.skerry.cli.audit;

import org.jspecify.annotations.NullMarked;
