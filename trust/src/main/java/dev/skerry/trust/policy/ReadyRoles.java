package dev.skerry.trust.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The roles that are there from the beginning. Nobody can change or delete them; none of them
/// denies anything, so whoever has two of them has both.
public final class ReadyRoles {
    public static final Role READER =
            Role.ofTokens(
                    "reader",
                    "Sees everything but who may what.",
                    List.of(RoleRule.allow("read *")));

    public static final Role DEVELOPER =
            Role.ofTokens(
                    "developer",
                    "Sees everything but who may what, and runs jobs.",
                    List.of(
                            RoleRule.allow("read *"),
                            RoleRule.allow(
                                    "write cluster/jobs",
                                    "write cluster/allocations",
                                    "write cluster/logs",
                                    "write cluster/pools")));

    public static final Role OPERATOR =
            Role.ofTokens(
                    "operator",
                    "Runs jobs and the fleet, and sees who may what.",
                    List.of(
                            RoleRule.allow("write *"),
                            RoleRule.allow("administer cluster/*"),
                            RoleRule.allow("read trust/*")));

    public static final Role ADMIN =
            Role.ofTokens(
                    "admin",
                    "May do everything, and says who may what.",
                    List.of(RoleRule.allow("administer *", "administer trust/*")));

    public static final List<Role> ALL = List.of(READER, DEVELOPER, OPERATOR, ADMIN);

    private ReadyRoles() {}

    public static @Nullable Role find(String name) {
        for (var role : ALL) if (role.name().equals(name)) return role;
        return null;
    }
}
