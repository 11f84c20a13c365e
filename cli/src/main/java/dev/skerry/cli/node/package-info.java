/// `skerry node`: list, status, drain, eligibility, meta.
@NullMarked
package dev.skerry.cli.node;

import org.jspecify.annotations.NullMarked;
