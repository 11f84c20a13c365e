/// What happens again and again, by a calendar.
@NullMarked
package dev.skerry.kernel.cron;

import org.jspecify.annotations.NullMarked;
