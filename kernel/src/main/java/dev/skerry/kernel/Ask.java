package dev.skerry.kernel;

/// What one room asks of another: an effect that is carried out once the facts beside it are
/// certain.
///
/// A leader may end between the two, so the next one asks again: that it was asked stands in the
/// asking room's state until a fact says that it was done, and asking twice does no more than once.
///
/// @param room that is asked
public record Ask<M>(Room<?, M, ?, ?> room, M message) {}
