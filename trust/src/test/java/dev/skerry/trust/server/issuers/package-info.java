@NullMarked
package dev.skerry.trust.server.issuers;

import org.jspecify.annotations.NullMarked;
