/// `skerry node`: list, status, drain, eligibility, meta, join-token, revoke, remove.
@NullMarked
package dev.skerry.cli.node;

import org.jspecify.annotations.NullMarked;
