/// Who calls one server, and who has to sign what.
@NullMarked
package dev.skerry.server.trust;

import org.jspecify.annotations.NullMarked;
