package dev.skerry.cluster.server;

import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.Text;
import dev.skerry.yaml.Units;
import java.util.ArrayList;
import java.util.List;

/// A quota in words.
final class QuotaWords {
    private QuotaWords() {}

    /// `at most 2,000 MHz, 4GiB of memory and 10 allocations, in pool tills`.
    static String of(Quota quota) {
        var limits = new ArrayList<String>();
        if (quota.cpuMhz() != Quota.UNLIMITED) limits.add("%,d MHz".formatted(quota.cpuMhz()));
        if (quota.memoryBytes() != Quota.UNLIMITED)
            limits.add(Units.sizeText(quota.memoryBytes()) + " of memory");
        if (quota.allocations() != Quota.UNLIMITED)
            limits.add(Text.count(quota.allocations(), "allocation"));
        var much = limits.isEmpty() ? "no limit" : "at most " + joined(limits);
        int pools = quota.pools().size();
        if (pools == 0) return much;
        return much + (pools == 1 ? ", in pool " : ", in the pools ") + joined(quota.pools());
    }

    private static String joined(List<String> all) {
        if (all.size() == 1) return all.getFirst();
        return String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    }
}
