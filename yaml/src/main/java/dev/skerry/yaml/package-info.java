/// Files that people write, in YAML or JSON: what is wrong is said with line and column, key and
/// value, and what would be right; all of it at once.
///
/// A reader asks for one value after the other. Each is usable in any case, so it need not stop:
///
/// ```java
/// static final Keys MENU = Keys.of("menu", "menu", "dishes");
/// static final Keys DISH = Keys.of("dish", "cents", "course");
/// static final Map<String, Course> COURSES = Choices.of("soup", SOUP, "dessert", DESSERT);
///
/// static FileReading<Menu> parse(byte[] bytes, Wording wording) {
///     return Yaml.read(bytes, wording, MENU, MenuFile::menu);
/// }
///
/// private static Menu menu(Mapping menu) {
///     var dishes = new ArrayList<Dish>();
///     menu.value("dishes").entries(100, Rule.NAME).forEach((name, value) -> {
///         var dish = value.mapping(DISH);
///         var cents = dish.value("cents").whole(0, 10_000, 0);
///         dishes.add(new Dish(name, cents, dish.value("course").choice(COURSES, SOUP)));
///     });
///     return new Menu(menu.value("menu").required(Rule.NAME), dishes);
/// }
/// ```
///
/// A [FileReading] is what was read, or what is wrong:
///
///     menu.yaml:7:13: dishes.ice.course should be one of soup, dessert, not "desert"; did you
///     mean "dessert"?
@NullMarked
package dev.skerry.yaml;

import org.jspecify.annotations.NullMarked;
