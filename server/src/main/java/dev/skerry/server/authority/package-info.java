/// Who may join, and the certificates of servers and nodes.
@NullMarked
package dev.skerry.server.authority;

import org.jspecify.annotations.NullMarked;
