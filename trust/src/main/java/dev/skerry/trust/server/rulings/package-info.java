/// What roles say of the rights that routes need.
@NullMarked
package dev.skerry.trust.server.rulings;

import org.jspecify.annotations.NullMarked;
