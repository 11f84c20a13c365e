/// The servers' side of trust: who calls, its HTTP routes, its answers, the file of a role.
@NullMarked
package dev.skerry.trust.server;

import org.jspecify.annotations.NullMarked;
