/// Which keys have to sign what.
@NullMarked
package dev.skerry.cli.signing;

import org.jspecify.annotations.NullMarked;
