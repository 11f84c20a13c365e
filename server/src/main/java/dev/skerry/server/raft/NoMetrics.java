package dev.skerry.server.raft;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ratis.metrics.LongCounter;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.Timekeeper;
import org.apache.ratis.util.TimeDuration;

/// Ratis wants somewhere to put its figures, and nobody reads them: what a server measures is in
/// its own. Ratis finds it as a service.
public final class NoMetrics extends MetricRegistries {
    private static final Timekeeper.Context STOPPED = () -> 0;

    @Override
    public RatisMetricRegistry create(MetricRegistryInfo info) {
        return new Nowhere(info);
    }

    @Override
    public void clear() {
        // nothing is kept
    }

    @Override
    public boolean remove(MetricRegistryInfo info) {
        return false;
    }

    @Override
    public Optional<RatisMetricRegistry> get(MetricRegistryInfo info) {
        return Optional.empty();
    }

    @Override
    public Set<MetricRegistryInfo> getMetricRegistryInfos() {
        return Set.of();
    }

    @Override
    public Collection<RatisMetricRegistry> getMetricRegistries() {
        return List.of();
    }

    @Override
    public void addReporterRegistration(
            Consumer<RatisMetricRegistry> reporter, Consumer<RatisMetricRegistry> end) {
        // there is nothing to report
    }

    @Override
    public void enableJmxReporter() {
        // there is nothing to report
    }

    @Override
    public void enableConsoleReporter(TimeDuration every) {
        // there is nothing to report
    }

    private record Nowhere(MetricRegistryInfo info) implements RatisMetricRegistry {
        @Override
        public Timekeeper timer(String name) {
            return () -> STOPPED;
        }

        @Override
        public LongCounter counter(String name) {
            return new Counter(new AtomicLong());
        }

        @Override
        public boolean remove(String name) {
            return false;
        }

        @Override
        public <T> void gauge(String name, Supplier<Supplier<T>> value) {
            // it would never be asked
        }

        @Override
        public MetricRegistryInfo getMetricRegistryInfo() {
            return info;
        }
    }

    /// Ratis reads some of what it counts.
    private record Counter(AtomicLong value) implements LongCounter {
        @Override
        public void inc(long more) {
            value.addAndGet(more);
        }

        @Override
        public void dec(long less) {
            value.addAndGet(-less);
        }

        @Override
        public long getCount() {
            return value.get();
        }
    }
}
