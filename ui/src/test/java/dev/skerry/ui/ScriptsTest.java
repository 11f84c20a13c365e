package dev.skerry.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The JavaScript of the pages is linted by JSHint; it, style sheets and HTML are formatted by
/// Prettier. Both are run by the browser that the tests of the pages need anyway. `./skerry format`
/// runs this with `-Dskerry.format=repair`, which writes what Prettier makes of each file.
@SuppressWarnings("NullAway.Init") // the browser starts before the first test
final class ScriptsTest {
    private static final Path ROOT = Path.of(System.getProperty("skerry.root", ".."));
    private static final List<String> FOLDERS =
            List.of("ui/src/main/resources/web", "examples/note/src/main/resources");
    private static final boolean REPAIR = "repair".equals(System.getProperty("skerry.format"));
    private static final String JARS = "/META-INF/resources/webjars/";
    private static final List<String> TOOLS =
            List.of(
                    "jshint/2.13.6/dist/jshint.js",
                    "prettier/3.6.2/standalone.js",
                    "prettier/3.6.2/plugins/acorn.js",
                    "prettier/3.6.2/plugins/estree.js",
                    "prettier/3.6.2/plugins/postcss.js",
                    "prettier/3.6.2/plugins/html.js");
    private static final String LINT =
            """
            JSHINT(text, {
                esversion: 11, module, browser: true, undef: true, unused: true, eqeqeq: true,
                nonew: true, freeze: true, futurehostile: true, maxerr: 200,
                loopfunc: true, laxbreak: true, "-W018": true, predef: [
                    "AbortController", "AbortSignal", "HashChangeEvent", "Highlight",
                    "TextDecoderStream",
                ],
            });
            return JSHINT.errors.map(it => `${it.line}: ${it.reason} (${it.code})`);
            """;
    private static final String FORMAT =
            """
            return prettier.format(text, {
                parser, plugins: Object.values(prettierPlugins), printWidth: 120,
                tabWidth: 4, arrowParens: "avoid", quoteProps: "preserve",
                embeddedLanguageFormatting: "off",
            });
            """;
    private static final Pattern MARKUP =
            Pattern.compile(
                    "innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|"
                            + "document\\.write");

    private static Browser browser;
    private static FakeServer server;

    @BeforeAll
    static void loadTools() throws Exception {
        server = FakeServer.start(new FakeFleet(), 0);
        var page = new StringBuilder("<!doctype html><title>tools</title>");
        for (var tool : TOOLS) {
            server.files.put("/tools/" + tool, FakeServer.resource(JARS + tool));
            page.append("<script src=\"/tools/").append(tool).append("\"></script>");
        }
        server.files.put("/tools.html", page.toString().getBytes(StandardCharsets.UTF_8));
        browser = Browser.start();
        browser.open(server.address() + "/tools.html");
        browser.await("window.JSHINT && window.prettier && prettierPlugins.html");
    }

    @AfterAll
    static void end() throws Exception {
        browser.close();
        server.close();
    }

    /// Those that people write, of each kind some.
    private static List<Path> files(String... endings) throws Exception {
        var found = new ArrayList<Path>();
        for (var ending : endings) {
            int before = found.size();
            for (var folder : FOLDERS)
                try (var files = Files.walk(ROOT.resolve(folder))) {
                    files.filter(it -> it.toString().endsWith(ending))
                            .filter(it -> !it.toString().contains("/lib/"))
                            .sorted()
                            .forEach(found::add);
                }
            assertTrue(found.size() > before, "no file ends with " + ending);
        }
        return found;
    }

    private static String given(String text) {
        return "const text = " + Json.text(text) + ";";
    }

    private static List<String> lint(String text, boolean module) throws Exception {
        var plain = text.replaceAll("(?<=[0-9])_(?=[0-9])", ""); // JSHint knows no 1_000
        var found = new ArrayList<String>();
        for (var fault :
                Json.list(browser.run("const module = " + module + ";" + given(plain) + LINT)))
            found.add(String.valueOf(fault));
        var markup = MARKUP.matcher(text);
        while (markup.find()) found.add(markup.group() + ": text is never read as markup here");
        return found;
    }

    /// @param name of the file, whose ending says what it is
    private static String format(String text, String name) throws Exception {
        var parser = name.endsWith(".js") ? "acorn" : name.substring(name.lastIndexOf('.') + 1);
        var given = given(text) + "const parser = " + Json.text(parser) + ";";
        return String.valueOf(browser.run(given + FORMAT));
    }

    @Test
    void theLinterFindsNothing() throws Exception {
        var found = new ArrayList<String>();
        for (var file : files(".js"))
            for (var fault : lint(Files.readString(file), !file.endsWith("theme.js")))
                found.add(ROOT.relativize(file) + ":" + fault);
        assertEquals("", String.join("\n", found));
    }

    @Test
    void everyFileIsFormatted() throws Exception {
        var wrong = new ArrayList<String>();
        var files = files(".js", ".css", ".html");
        assertTrue(files.size() > 30, "only " + files.size() + " files were found");
        for (var file : files) {
            var text = Files.readString(file);
            var formatted = format(text, file.toString());
            if (text.equals(formatted)) continue;
            if (REPAIR) Files.writeString(file, formatted);
            else wrong.add(ROOT.relativize(file).toString());
        }
        assertEquals(List.of(), wrong, "not formatted; ./skerry format repairs it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export const a = () => nobody();",
                "import { b } from \"./b.js\";",
                "export function a() { const c = 1; }",
                "export const a = b => b == 1;",
                "export const a = b => eval(b);",
                "export const a = b => { b.innerHTML = \"c\"; };",
                "export const a = b => { const b2 = 1; b2 = b; };",
                "export const a = {;"
            })
    void theLinterReportsAPlantedFault(String text) throws Exception {
        assertNotEquals(List.of(), lint(text, true));
    }

    @Test
    void theFormatterChangesCodeAndNotTemplates() throws Exception {
        assertEquals(
                "export const a = b => html`<p>  ${b}</p>`;\n",
                format("export const a=(b)=>html`<p>  ${ b }</p>`", "a.js"));
    }

    @Test
    void theFormatterReadsStyleSheetsAndPages() throws Exception {
        assertEquals("a {\n    color: red;\n}\n", format("a{color:red}", "a.css"));
        assertEquals("<p>a</p>\n", format("<p >a</p>", "a.html"));
    }

    @ParameterizedTest
    @CsvSource({"a { color: red,a.css", "<p><b>a</p>,a.html", "const a = {;,a.js"})
    void theFormatterRefusesWhatItCannotRead(String text, String name) {
        assertThrows(IllegalStateException.class, () -> format(text, name));
    }
}
