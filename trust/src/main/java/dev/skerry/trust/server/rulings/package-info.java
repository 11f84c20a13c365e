/// What roles say of the rights that routes need, and how requests ask what they say.
@NullMarked
package dev.skerry.trust.server.rulings;

import org.jspecify.annotations.NullMarked;
