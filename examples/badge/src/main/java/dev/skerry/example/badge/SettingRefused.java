package dev.skerry.example.badge;

/// A variable of the environment that the badge does not accept. The message names the variable,
/// what it holds (unless it may be secret), and what would be right.
final class SettingRefused extends Exception {
    private static final long serialVersionUID = 1;

    SettingRefused(String name, String value, String right) {
        super(
                "%s is `%s`; right would be: %s"
                        .formatted(name, Variables.secret(name) ? "(hidden)" : value, right));
    }
}
