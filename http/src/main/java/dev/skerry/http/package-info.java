/// What every room's HTTP routes are made of; of no room, and of no web server.
@NullMarked
package dev.skerry.http;

import org.jspecify.annotations.NullMarked;
