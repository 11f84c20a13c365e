package dev.skerry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// One document from the parts of rooms.
class ApiDocumentTest {
    private static final String LAMPS =
            """
            paths:
              /v1/lamps:
                get:
                  x-needs: read house/lamps
            components:
              responses:
                Lamps: {description: Done.}
              schemas:
                Lamp:
                  {type: object}
            """;

    private static final String DOORS =
            """
            paths:
              /v1/doors:
                get:
                  x-needs: read house/doors
            components:
              schemas:
                Door: {type: object}
            """;

    private static String fault(String... parts) {
        var fault = assertThrows(IllegalStateException.class, () -> ApiDocument.of(List.of(parts)));
        return String.valueOf(fault.getMessage());
    }

    @Test
    void partsAreLaidTogetherBySection() {
        var document = ApiDocument.of(List.of(LAMPS, DOORS));
        assertTrue(document.startsWith("openapi: 3.1.0\n"), document);
        var paths =
                """
                paths:
                  /v1/lamps:
                    get:
                      x-needs: read house/lamps
                  /v1/doors:
                    get:
                      x-needs: read house/doors
                components:
                  parameters:
                """;
        assertTrue(document.contains(paths), document);
        assertTrue(document.contains("\n    Lamps: {description: Done.}\n  schemas:\n"), document);
        assertTrue(
                document.endsWith("    Lamp:\n      {type: object}\n    Door: {type: object}\n"),
                document);
        for (var common : List.of("index", "wait", "X-Skerry-Index", "Problem"))
            assertTrue(document.contains("\n    " + common + ":"), common);
    }

    @Test
    void withoutRoomsItIsWhatAllShare() {
        var document = ApiDocument.of(List.of());
        assertTrue(document.contains("\npaths:\ncomponents:\n  parameters:\n"), document);
    }

    @Test
    void aNameIsThereOnce() {
        assertEquals("the document has this twice: /v1/lamps:", fault(LAMPS, LAMPS));
        var problem = "components:\n  schemas:\n    Problem: {type: object}\n";
        assertEquals("the document has this twice: Problem: {type: object}", fault(problem));
    }

    @Test
    void nothingIsPassedOver() {
        assertEquals(
                "this is in no section of the document: openapi: 3.1.0", fault("openapi: 3.1.0"));
        assertEquals(
                "this is in no section of the document:   links:",
                fault("components:\n  links:\n    x: y\n"));
        assertEquals(
                "this is too far left in the document: servers: []", fault("paths:\nservers: []"));
        assertEquals(
                "this is too far left in the document:   links:",
                fault("components:\n  schemas:\n  links:\n"));
    }

    @Test
    void aPartThatIsNotPackedIsMissed() {
        var fault =
                assertThrows(
                        IllegalStateException.class,
                        () -> RoomApi.text(ApiDocumentTest.class, "none.yaml"));
        assertEquals("this build lacks none.yaml", fault.getMessage());
    }
}
