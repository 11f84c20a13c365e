@NullMarked
package dev.skerry.trust.server.roles;

import org.jspecify.annotations.NullMarked;
