package dev.skerry.agent.facts;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.NodeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Facts while they are put together: what was found, then what was given over it.
final class FactsDraft {
    String osName = "";
    String osVersion = "";
    String kernel = "";
    String libc = "";
    String arch = "";
    String variant = "";
    int cores;
    int mhz;
    int score;
    long memoryBytes;
    long diskBytes;
    int securityRating;
    String powerSource = "";
    int charge;
    int health;
    int cycles;
    double runtimeHours;
    List<NodeFacts.NetworkLink> links = new ArrayList<>();
    List<NodeFacts.Device> devices = new ArrayList<>();
    final TreeSet<String> given = new TreeSet<>();

    void power(NodeFacts.Power power) {
        powerSource = power.source();
        charge = power.chargePercent();
        health = power.healthPercent();
        cycles = power.cycles();
        runtimeHours = power.runtimeHours();
    }

    NodeFacts finished(
            Resources capacity,
            NodeFacts.Power power,
            NodeFacts.Software software,
            Map<String, String> labels) {
        return new NodeFacts(
                new NodeFacts.Os(osName, osVersion, kernel, libc),
                new NodeFacts.Cpu(arch, variant, cores, mhz, score),
                capacity,
                links,
                devices,
                power,
                software,
                new NodeFacts.Extra(securityRating, List.copyOf(given), labels, List.of()));
    }
}
