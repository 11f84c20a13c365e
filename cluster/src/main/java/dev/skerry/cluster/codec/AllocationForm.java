package dev.skerry.cluster.codec;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An allocation on disks. It stays flat, as it was before there were variants.
///
/// @param variants null: no task of it has several
public record AllocationForm(
        String id,
        Allocation.Slot slot,
        String node,
        Map<String, Integer> ports,
        Resources reserved,
        Allocation.Desired desired,
        Allocation.Observed observed,
        Allocation.Lineage lineage,
        @Nullable Map<String, String> variants) {
    static AllocationForm of(Allocation it) {
        return new AllocationForm(
                it.id(),
                it.slot(),
                it.node(),
                it.ports(),
                it.reserved(),
                it.desired(),
                it.observed(),
                it.lineage(),
                it.variants().isEmpty() ? null : it.variants());
    }

    Allocation allocation() {
        var chosen = variants == null ? Map.<String, String>of() : variants;
        var holding = new Allocation.Holding(node, ports, reserved, chosen);
        return new Allocation(id, slot, holding, desired, observed, lineage);
    }
}
