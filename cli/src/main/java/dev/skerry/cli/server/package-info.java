/// `skerry server`: list, join-token, remove, leave.
@NullMarked
package dev.skerry.cli.server;

import org.jspecify.annotations.NullMarked;
