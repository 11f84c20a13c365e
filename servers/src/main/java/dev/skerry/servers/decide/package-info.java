/// How servers, and the tokens that they join with, come and go.
@NullMarked
package dev.skerry.servers.decide;

import org.jspecify.annotations.NullMarked;
