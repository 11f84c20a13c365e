/// What a role allows and denies, and how it is judged what a caller may.
@NullMarked
package dev.skerry.trust.policy;

import org.jspecify.annotations.NullMarked;
