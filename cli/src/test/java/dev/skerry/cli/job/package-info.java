@NullMarked
package dev.skerry.cli.job;

import org.jspecify.annotations.NullMarked;
