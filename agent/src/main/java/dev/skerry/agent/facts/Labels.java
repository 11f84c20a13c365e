package dev.skerry.agent.facts;

import dev.skerry.agent.AgentConfig;
import java.util.Map;

/// Words of the configuration for placement.
final class Labels {
    private static final int LABELS_MAX = 64;
    private static final int NAME_CHARS_MAX = 64;
    private static final int VALUE_CHARS_MAX = 256;

    private Labels() {}

    static Map<String, String> of(Map<String, String> given) throws AgentConfig.WrongSetting {
        if (given.size() > LABELS_MAX)
            throw new AgentConfig.WrongSetting(
                    "label", given.size() + " labels", "at most " + LABELS_MAX);
        for (var label : given.entrySet()) {
            var name = label.getKey();
            if (name.length() > NAME_CHARS_MAX || !name.equals(SmallFiles.word(name)))
                throw new AgentConfig.WrongSetting(
                        "key", "label." + name, "label.NAME with 1 to 64 characters");
            if (label.getValue().length() > VALUE_CHARS_MAX)
                throw new AgentConfig.WrongSetting(
                        "label." + name, label.getValue(), "at most 256 characters");
        }
        return Map.copyOf(given);
    }
}
