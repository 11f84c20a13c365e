/// Roles on the servers' side: their files, their routes, what is said of them.
@NullMarked
package dev.skerry.trust.server.roles;

import org.jspecify.annotations.NullMarked;
