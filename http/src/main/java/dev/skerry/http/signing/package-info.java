/// How what a request brings is signed: the port of whoever knows which keys have to sign what, and
/// the signatures that come along.
@NullMarked
package dev.skerry.http.signing;

import org.jspecify.annotations.NullMarked;
