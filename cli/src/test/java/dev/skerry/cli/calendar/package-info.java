/// What comes by a calendar, in one list.
@NullMarked
package dev.skerry.cli.calendar;

import org.jspecify.annotations.NullMarked;
