@NullMarked
package dev.skerry.cluster.contact;

import org.jspecify.annotations.NullMarked;
