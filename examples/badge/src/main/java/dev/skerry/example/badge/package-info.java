/// A conference badge on a one-bit e-paper display: the smallest service worth orchestrating.
///
/// [Badge] assembles it. [Settings] come in, [Screens] turn them into data, a pen turns data into a
/// picture, the [Panel] shows it, and [Routes] give all of that to HTTP.
@NullMarked
package dev.skerry.example.badge;

import org.jspecify.annotations.NullMarked;
