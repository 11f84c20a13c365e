package dev.skerry.agent.facts;

import dev.skerry.agent.AgentConfig;
import dev.skerry.cluster.job.Resources;
import java.util.Map;

/// What is kept back from tasks, for the agent and the system: each part an amount, or percents of
/// what there is.
///
/// @param cpu `reserve.cpu`, nothing by default
/// @param memory `reserve.memory`, 64 MiB or 5 % by default, whatever is more
/// @param disk `reserve.disk`, 5 % by default
record Reserve(Part cpu, Part memory, Part disk) {
    private static final long MEMORY_LEAST_BYTES = 64L << 20;

    /// The larger of both.
    record Part(long amount, double percent) {
        long of(long whole) {
            return Math.clamp((long) (whole * percent / 100), Math.min(amount, whole), whole);
        }
    }

    static Reserve of(Map<String, String> given) throws AgentConfig.WrongSetting {
        var cpu = new Part(0, 0);
        var memory = new Part(MEMORY_LEAST_BYTES, 5);
        var disk = new Part(0, 5);
        for (var part : given.entrySet()) {
            var key = "reserve." + part.getKey();
            var value = part.getValue();
            switch (part.getKey()) {
                case "cpu" -> cpu = part(key, value, Quantity.mhz(value), "100MHz");
                case "memory" -> memory = part(key, value, Quantity.bytes(value), "128MiB");
                case "disk" -> disk = part(key, value, Quantity.bytes(value), "1GiB");
                default ->
                        throw new AgentConfig.WrongSetting(
                                "key", key, "reserve.cpu, reserve.memory or reserve.disk");
            }
        }
        return new Reserve(cpu, memory, disk);
    }

    private static Part part(String key, String value, long amount, String example)
            throws AgentConfig.WrongSetting {
        if (amount >= 0) return new Part(amount, 0);
        double percent = Quantity.percent(value);
        if (percent >= 0) return new Part(0, percent);
        throw new AgentConfig.WrongSetting(key, value, "an amount such as " + example + ", or 5%");
    }

    Resources leave(FactsDraft of) {
        long mhz = (long) of.cores * of.mhz;
        return new Resources(
                mhz - cpu.of(mhz),
                of.memoryBytes - memory.of(of.memoryBytes),
                of.diskBytes - disk.of(of.diskBytes));
    }
}
