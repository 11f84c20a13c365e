/// What is known of how nodes were in reach, and for which times nothing is known.
@org.jspecify.annotations.NullMarked
package dev.skerry.cluster.contact;
