/// `skerry job`: run, plan, status, stop, list, validate.
@NullMarked
package dev.skerry.cli.job;

import org.jspecify.annotations.NullMarked;
