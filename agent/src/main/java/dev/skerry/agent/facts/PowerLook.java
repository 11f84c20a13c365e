package dev.skerry.agent.facts;

import dev.skerry.cluster.state.NodeFacts;
import java.nio.file.Path;

/// Where the power comes from, by `/sys/class/power_supply`. Several batteries count as one.
///
/// It remembers the load, which jumps about from one look to the next, and follows it slowly: about
/// a minute at a look every five seconds.
final class PowerLook {
    private static final double LOAD_FOLLOWS = 1.0 / 12;
    private static final int SUPPLIES_MAX = 16;

    private final Path supplies;
    private double loadWatts;

    PowerLook(Roots roots) {
        supplies = roots.sys().resolve("class/power_supply");
    }

    /// What all batteries together say; -1 where none says it.
    private static final class Sum {
        int batteries;
        boolean discharging;
        boolean unsure;
        boolean mains;
        double nowWh;
        double fullWh;
        double designWh;
        double watts;
        long percents = -1;
        long cycles = -1;
        long secondsLeft = -1;
    }

    NodeFacts.Power read() {
        var sum = new Sum();
        int seen = 0;
        for (var name : SmallFiles.names(supplies)) {
            if (seen++ == SUPPLIES_MAX) break;
            add(supplies.resolve(name), sum);
        }
        if (sum.batteries == 0) return NodeFacts.Power.MAINS;
        boolean battery = sum.discharging || (sum.unsure && !sum.mains);
        return new NodeFacts.Power(
                battery ? "battery" : "mains",
                charge(sum),
                sum.designWh > 0 && sum.fullWh > 0 ? percent(sum.fullWh / sum.designWh) : -1,
                (int) sum.cycles,
                battery ? runtimeHours(sum) : NodeFacts.Power.RUNTIME_HOURS_ON_MAINS);
    }

    private static void add(Path supply, Sum sum) {
        var type = SmallFiles.line(supply.resolve("type"));
        if (SmallFiles.line(supply.resolve("scope")).equals("Device")) return; // of a mouse
        switch (type) {
            case "Battery", "UPS" -> addBattery(supply, sum);
            case "Mains", "USB", "Wireless" ->
                    sum.mains |= SmallFiles.number(supply.resolve("online"), 0) > 0;
            default -> {} // nothing that this node lives on
        }
    }

    private static void addBattery(Path supply, Sum sum) {
        if (SmallFiles.number(supply.resolve("present"), 1) == 0) return;
        sum.batteries++;
        switch (SmallFiles.line(supply.resolve("status"))) {
            case "Discharging" -> sum.discharging = true;
            case "Charging", "Full", "Not charging" -> {}
            default -> sum.unsure = true;
        }
        var volts = micro(supply, "voltage_now");
        sum.nowWh += wattHours(supply, "now", volts);
        sum.fullWh += wattHours(supply, "full", volts);
        sum.designWh += wattHours(supply, "full_design", volts);
        var watts = Math.abs(micro(supply, "power_now"));
        sum.watts += watts > 0 ? watts : Math.abs(micro(supply, "current_now")) * volts;
        long percent = SmallFiles.number(supply.resolve("capacity"), -1);
        if (percent >= 0 && percent <= 100) sum.percents = Math.max(sum.percents, 0) + percent;
        long cycles = SmallFiles.number(supply.resolve("cycle_count"), 0);
        if (cycles > 0 && cycles < 100_000) sum.cycles = Math.max(sum.cycles, cycles);
        long seconds = SmallFiles.number(supply.resolve("time_to_empty_now"), -1);
        if (seconds < 0) seconds = SmallFiles.number(supply.resolve("time_to_empty_avg"), -1);
        if (seconds > 0) sum.secondsLeft = Math.max(0, sum.secondsLeft) + seconds;
    }

    /// From millionths of a unit.
    private static double micro(Path supply, String name) {
        long value = SmallFiles.number(supply.resolve(name), 0);
        return Math.abs(value) < 1_000_000_000_000L ? value / 1e6 : 0;
    }

    /// Drivers tell energy or charge.
    private static double wattHours(Path supply, String name, double volts) {
        double energy = micro(supply, "energy_" + name);
        return Math.max(0, energy > 0 ? energy : micro(supply, "charge_" + name) * volts);
    }

    private static int charge(Sum sum) {
        if (sum.percents >= 0) return (int) (sum.percents / sum.batteries);
        return sum.fullWh > 0 ? percent(sum.nowWh / sum.fullWh) : -1;
    }

    private static int percent(double part) {
        return Math.clamp(Math.round(100 * part), 0, 100);
    }

    /// 0 when nobody knows.
    private double runtimeHours(Sum sum) {
        if (sum.watts > 0)
            loadWatts += (sum.watts - loadWatts) * (loadWatts == 0 ? 1 : LOAD_FOLLOWS);
        double leftWh = sum.nowWh > 0 ? sum.nowWh : sum.fullWh * Math.max(0, charge(sum)) / 100;
        double hours = -1;
        if (loadWatts > 0 && leftWh > 0) hours = leftWh / loadWatts;
        else if (sum.secondsLeft > 0) hours = sum.secondsLeft / 3600.0;
        if (hours < 0) return 0;
        return Math.min(Math.round(hours * 10) / 10.0, NodeFacts.Power.RUNTIME_HOURS_ON_MAINS);
    }
}
