/// Who else says who somebody is: issuers of JWTs, and what is made of the claims in them. It knows
/// no signature and no key; only claims that were signed come here.
@NullMarked
package dev.skerry.trust.issuer;

import org.jspecify.annotations.NullMarked;
