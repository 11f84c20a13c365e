/// Which keys have to sign what is brought into which namespaces. It knows no signature: by which
/// keys something is signed has been looked at before it comes here.
@NullMarked
package dev.skerry.trust.signing;

import org.jspecify.annotations.NullMarked;
