package dev.skerry.agent.facts;

import dev.skerry.cluster.state.NodeFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The network links, without loopback and without those that container engines make and drop.
final class LinksLook {
    private static final int LINKS_MAX = 64;
    private static final String TYPE_ETHERNET = "1";
    private static final String TYPE_LOOPBACK = "772";
    private static final String TYPE_NONE = "65534";
    private static final List<String> PASSING =
            List.of("veth", "docker", "br-", "virbr", "cni", "podman", "vnet");

    private LinksLook() {}

    static List<NodeFacts.NetworkLink> at(Roots roots) {
        var net = roots.sys().resolve("class/net");
        var links = new ArrayList<NodeFacts.NetworkLink>();
        for (var name : SmallFiles.names(net)) {
            if (links.size() == LINKS_MAX) break;
            var type = type(net.resolve(name), name);
            if (!type.isEmpty())
                links.add(
                        new NodeFacts.NetworkLink(
                                SmallFiles.word(name),
                                type,
                                type.equals("cellular"),
                                up(net.resolve(name))));
        }
        return links;
    }

    /// Empty for what is no way to the world.
    private static String type(Path link, String name) {
        var number = SmallFiles.line(link.resolve("type"));
        if (number.isEmpty() || number.equals(TYPE_LOOPBACK) || name.equals("lo")) return "";
        for (var prefix : PASSING) if (name.startsWith(prefix)) return "";
        var kind = SmallFiles.field(SmallFiles.text(link.resolve("uevent")), "DEVTYPE", '=');
        return switch (kind) {
            case "wlan" -> "wifi";
            case "wwan" -> "cellular";
            case "bluetooth" -> "bluetooth";
            case "wireguard" -> "vpn";
            case "bridge", "bond", "vlan" -> "other";
            default -> typeBySigns(link, name, number); // most links say nothing
        };
    }

    private static String typeBySigns(Path link, String name, String number) {
        if (there(link, "wireless") || there(link, "phy80211")) return "wifi";
        if (name.startsWith("wwan")) return "cellular";
        if (name.startsWith("bnep")) return "bluetooth";
        if (name.startsWith("wg") || there(link, "tun_flags") || number.equals(TYPE_NONE))
            return "vpn";
        boolean ethernet = name.startsWith("eth") || name.startsWith("en");
        if (number.equals(TYPE_ETHERNET) && (ethernet || there(link, "device"))) return "ethernet";
        return there(link, "device") ? "other" : "";
    }

    private static boolean there(Path link, String name) {
        return Files.exists(link.resolve(name));
    }

    /// Some drivers leave the state open; then the carrier says it.
    private static boolean up(Path link) {
        var state = SmallFiles.line(link.resolve("operstate"));
        if (!state.equals("unknown")) return state.equals("up");
        return SmallFiles.line(link.resolve("carrier")).equals("1");
    }
}
