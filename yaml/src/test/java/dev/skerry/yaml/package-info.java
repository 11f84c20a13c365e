@NullMarked
package dev.skerry.yaml;

import org.jspecify.annotations.NullMarked;
