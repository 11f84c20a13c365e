/// A whole cell in one file: taken while it runs, looked through, and made into a server again.
@NullMarked
package dev.skerry.server.backup;

import org.jspecify.annotations.NullMarked;
