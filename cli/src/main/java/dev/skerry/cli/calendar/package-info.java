/// `skerry job periodic list`: what comes by a calendar, whoever keeps it.
@NullMarked
package dev.skerry.cli.calendar;

import org.jspecify.annotations.NullMarked;
