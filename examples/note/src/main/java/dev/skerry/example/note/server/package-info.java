@NullMarked
package dev.skerry.example.note.server;

import org.jspecify.annotations.NullMarked;
