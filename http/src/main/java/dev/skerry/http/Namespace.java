package dev.skerry.http;

/// A part of the fleet with names of its own: two jobs may have one name in two namespaces. It is
/// called as [dev.skerry.kernel.Text#word] allows; which there are, a room says.
public final class Namespace {
    /// The one that goes without saying.
    public static final String DEFAULT = "default";

    /// In place of a name: all of them.
    public static final String ALL = "*";

    private Namespace() {}
}
