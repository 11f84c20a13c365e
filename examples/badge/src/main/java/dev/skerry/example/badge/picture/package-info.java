/// Screens as data and the pen that draws them: one-bit pictures without any imaging or font
/// library.
@NullMarked
package dev.skerry.example.badge.picture;

import org.jspecify.annotations.NullMarked;
