package dev.skerry.http;

import dev.skerry.kernel.Check;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The OpenAPI document, put together from the parts that rooms bring.
///
/// A part has some of the sections below and nothing else, each begun by its line as it stands
/// here; what is between these lines is copied as it is. All parts share their names: parameters
/// like `index`, and the answer `Problem`, are in the part of this module.
public final class ApiDocument {
    private static final String PATHS = "paths:";
    private static final String COMPONENTS = "components:";

    private static final List<String> SECTIONS =
            List.of(PATHS, "  parameters:", "  headers:", "  responses:", "  schemas:");

    private final Set<String> names = new HashSet<>();

    private ApiDocument() {}

    /// @param parts of the rooms, in the order of the document
    public static String of(List<String> parts) {
        var common = RoomApi.text(ApiDocument.class, "openapi.yaml");
        int head = common.indexOf(COMPONENTS);
        return common.substring(0, head)
                + new ApiDocument().sections(common.substring(head), parts);
    }

    private String sections(String common, List<String> parts) {
        var document = new StringBuilder();
        for (var section : SECTIONS) {
            if (section.equals(SECTIONS.get(1))) document.append(COMPONENTS).append('\n');
            document.append(section).append('\n');
            copy(common, section, document);
            for (var part : parts) copy(part, section, document);
        }
        return document.toString();
    }

    /// Copies what a part has in a section.
    private void copy(String part, String section, StringBuilder to) {
        var in = "";
        for (var line : part.lines().toList()) {
            if (line.equals(COMPONENTS)) in = "";
            else if (SECTIONS.contains(line)) in = line;
            else {
                Check.check(!in.isEmpty(), "this is in no section of the document: " + line);
                if (!in.equals(section)) continue;
                claim(section, line);
                to.append(line).append('\n');
            }
        }
    }

    /// Two parts may not mean two things by one name.
    private void claim(String section, String line) {
        var indent = section.equals(PATHS) ? "  " : "    ";
        Check.check(line.startsWith(indent), "this is too far left in the document: " + line);
        int colon = line.indexOf(':');
        if (line.startsWith(indent + " ") || colon < 0) return;
        var name = section.strip() + line.substring(0, colon);
        Check.check(names.add(name), "the document has this twice: " + line.strip());
    }
}
