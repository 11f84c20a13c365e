/// The one JSON form of disks, wires and answers: what all rooms share of it. A room lists its own
/// types and the names of its sealed alternatives.
///
/// ```java
/// static final SealedNames<MenuFact> FACTS =
///         new SealedNames<MenuFact>()
///                 .add("dishAdded", MenuFact.DishAdded.class)
///                 .add("dishGone", MenuFact.DishGone.class);
///
/// static final JsonForms FORMS =
///         JsonForms.builder()
///                 .sealed(MenuFact.class, FACTS)
///                 .all(new GeneratedJsonComponent())
///                 .build();
/// ```
@NullMarked
package dev.skerry.json;

import org.jspecify.annotations.NullMarked;
