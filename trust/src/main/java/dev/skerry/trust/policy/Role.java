package dev.skerry.trust.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What callers may who have it. All that is not allowed is denied, and what a rule denies no other
/// rule allows, of this role or of another that the caller has.
///
/// @param name as [dev.skerry.kernel.Text#word] has it
/// @param description for people; may be empty
public record Role(String name, String description, List<RoleRule> rules) {
    public static final int RULES_MAX = 64;
    public static final int DESCRIPTION_CHARACTERS_MAX = 200;

    public Role {
        rules = List.copyOf(rules);
    }

    /// Of all that is written in it, in UTF-8.
    public long textBytes() {
        long bytes = name.length();
        bytes += description.getBytes(StandardCharsets.UTF_8).length;
        for (var rule : rules) bytes += rule.textBytes();
        return bytes;
    }
}
