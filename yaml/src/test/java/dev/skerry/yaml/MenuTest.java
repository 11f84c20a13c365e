package dev.skerry.yaml;

import static dev.skerry.yaml.MenuFile.parsed;
import static dev.skerry.yaml.MenuFile.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.http.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A file of another kind than the product has: nothing here knows of jobs.
class MenuTest {
    static final String MENU =
            """
            menu: friday
            open: 2h30m
            notes: {cook: ann}
            dishes:
              pea: {cents: 350, course: soup}
              ice:
                course: dessert
                with: [cherries, cream]
            """;

    @Test
    void aRightOneIsRead() {
        assertEquals(
                new MenuFile.Menu(
                        "friday",
                        9_000_000,
                        Map.of("cook", "ann"),
                        List.of(
                                new MenuFile.Dish("pea", 350, MenuFile.Course.SOUP, List.of()),
                                new MenuFile.Dish(
                                        "ice",
                                        0,
                                        MenuFile.Course.DESSERT,
                                        List.of("cherries", "cream")))),
                parsed(MENU));
    }

    @Test
    void aMistakeIsToldWithItsPlace() {
        var bytes = MENU.replace("dessert", "desert").getBytes(UTF_8);
        var message =
                "dishes.ice.course should be one of soup, main, dessert, not \"desert\"; did you"
                        + " mean \"dessert\"?";
        assertEquals(
                new FileReading.Wrong<>(
                        List.of(new Problem(7, 13, "dishes.ice.course", "desert", message))),
                MenuFile.parse(bytes, Wording.of("menu.yaml", null, bytes)));
        says("menu.yaml:7:13: " + message, MENU.replace("dessert", "desert"));
    }

    @Test
    void allMistakesAreToldAtOnce() {
        says(
                """
                menu.yaml:1:1: menu is missing; it should be 1 to 64 lower-case letters, digits,\
                 hyphens or underscores, a letter or digit first
                menu.yaml:1:7: open should be a duration with its units, as 30s or 1h30m, at least\
                 1m, not the number 2; was 2s meant?
                menu.yaml:2:1: "dishs" is not a key of a menu; did you mean "dishes"?
                menu.yaml:3:23: dishes.pea.cents should be a whole number from 0 to 10,000, not\
                 "350c"
                menu.yaml:4:11: dishes.ice.with has 4 elements; at most 3 are allowed
                menu.yaml:5:3: dishes has the key "Ice"; a key here should be 1 to 64 lower-case\
                 letters, digits, hyphens or underscores, a letter or digit first
                menu.yaml:6:7: dishes.tea should be a mapping of cents, course, with, recipe, not\
                 nothing
                """,
                """
                open: 2
                dishs: {}
                dishes: {pea: {cents: 350c}, ice: {
                    with: [a, b, c, d]},
                  Ice: {},
                  tea: }
                """);
    }

    @Test
    void whatTheFileShouldBeIsNamed() {
        says("menu.yaml:1:1: the file is empty; a menu is expected", "# nothing yet\n");
        says(
                "menu.yaml:2:1: the file has a second document; one menu is expected",
                "menu: a\n---\n");
        says(
                "menu.yaml:1:1: the file should be a mapping with the keys menu, open, notes,"
                        + " dishes, not a list",
                "- menu");
    }

    @Test
    void jsonIsReadAsWell() {
        assertEquals(
                new MenuFile.Menu("a", 60_000, Map.of(), List.of()),
                parsed("{\"menu\": \"a\", \"open\": \"1m\"}"));
        says(
                "menu.yaml:1:10: menu should be text, not the number 5; quote it: \"5\"",
                "{\"menu\": 5}");
    }

    @Test
    void aPlaceWithinATextIsTold() {
        says(
                "menu.yaml:3:26: dishes.tea.recipe should have salt there, not sugar",
                "menu: a\ndishes:\n  tea: {recipe: \"leaves, sugar\"}");
        says(
                "menu.yaml:5:9: dishes.tea.recipe should have salt there, not sugar",
                "menu: a\ndishes:\n  tea:\n    recipe: |\n      leaves, sugar");
    }

    @Test
    void theWholeIsJudgedWhenItsPartsAreRight() {
        says(
                "menu.yaml:1:1: all dishes are 12,000 cents; it should be at most 10,000",
                "menu: a\ndishes: {x: {cents: 6000}, y: {cents: 6000}}");
        says(
                "menu.yaml:1:7: menu should be text, not the number 1; quote it: \"1\"",
                "menu: 1\ndishes: {x: {cents: 6000}, y: {cents: 6000}}");
    }

    @Test
    void onlyKnownKeysAreRead() {
        var bytes = "menu: a".getBytes(UTF_8);
        assertThrows(
                IllegalStateException.class,
                () ->
                        Yaml.read(
                                bytes,
                                Wording.of("menu.yaml", null, bytes),
                                MenuFile.MENU,
                                menu -> menu.value("dish").path()));
    }
}
