/// What is measured by hand, each as a program that prints its figures.
@NullMarked
package dev.skerry.bench;

import org.jspecify.annotations.NullMarked;
