package dev.skerry.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What the tests read: the menu of a canteen, as a room would read a file of its own.
final class MenuFile {
    static final Keys MENU = Keys.of("menu", "menu", "open", "notes", "dishes");
    static final Keys DISH = Keys.of("dish", "cents", "course", "with", "recipe");
    static final int CENTS_MAX = 10_000;

    static final Map<String, Course> COURSES =
            Choices.of("soup", Course.SOUP, "main", Course.MAIN, "dessert", Course.DESSERT);

    private MenuFile() {}

    enum Course {
        SOUP,
        MAIN,
        DESSERT
    }

    record Menu(String name, long openMs, Map<String, String> notes, List<Dish> dishes) {}

    record Dish(String name, int cents, Course course, List<String> with) {}

    static FileReading<Menu> parse(byte[] bytes, Wording wording) {
        return Yaml.read(bytes, wording, MENU, MenuFile::menu);
    }

    private static Menu menu(Mapping menu) {
        var name = menu.value("menu").required(Rule.NAME);
        var notes = new LinkedHashMap<String, String>();
        menu.value("notes")
                .entries(64, Rule.NAME)
                .forEach((of, note) -> notes.put(of, note.text("", Rule.text(0, 100))));
        var dishes = new ArrayList<Dish>();
        menu.value("dishes")
                .entries(100, Rule.NAME)
                .forEach((of, dish) -> dishes.add(dish(of, dish)));
        long cents = dishes.stream().mapToLong(Dish::cents).sum();
        if (menu.nothingWrong() && cents > CENTS_MAX)
            menu.wrong("all dishes are %,d cents; it should be at most 10,000".formatted(cents));
        return new Menu(name, menu.value("open").duration(60_000, 3_600_000), notes, dishes);
    }

    private static Dish dish(String name, Value value) {
        var dish = value.mapping(DISH);
        var recipe = dish.value("recipe");
        int sugar = recipe.text("", Rule.text(1, 1_000)).indexOf("sugar");
        if (sugar >= 0) recipe.wrongWithin(1, sugar + 1, "should have salt there, not sugar");
        return new Dish(
                name,
                (int) dish.value("cents").whole(0, CENTS_MAX, 0),
                dish.value("course").choice(COURSES, Course.MAIN),
                dish.value("with").texts(3, Rule.NAME));
    }

    static Menu parsed(String file) {
        var bytes = file.getBytes(UTF_8);
        return switch (parse(bytes, Wording.of("menu.yaml", null, bytes))) {
            case FileReading.Parsed(var menu) -> menu;
            case FileReading.Wrong(var problems) -> throw new AssertionError(problems + "");
        };
    }

    /// What is said of a wrong menu, to the letter.
    static void says(String expected, String file) {
        assertEquals(expected.strip(), problems(file.getBytes(UTF_8)));
    }

    static String problems(byte[] file) {
        var reading = parse(file, Wording.of("menu.yaml", null, file));
        if (!(reading instanceof FileReading.Wrong(var problems)))
            throw new AssertionError(reading + "");
        return problems.stream()
                .map(problem -> problem.text("menu.yaml"))
                .collect(Collectors.joining("\n"));
    }
}
