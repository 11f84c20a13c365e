package dev.skerry.example.badge.picture;

/// The two colours of e-paper.
public enum Ink {
    BLACK,
    WHITE
}
