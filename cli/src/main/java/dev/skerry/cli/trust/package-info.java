/// Who one is and what one may: login, tokens, roles.
@NullMarked
package dev.skerry.cli.trust;

import org.jspecify.annotations.NullMarked;
