@NullMarked
package dev.skerry.example.note;

import org.jspecify.annotations.NullMarked;
