package dev.skerry.bench;

import java.lang.management.ManagementFactory;

/// What this JVM has done beside its work, since it was started.
///
/// @param collections of garbage, of any kind
/// @param collectingMs the time that they took; most of it the work stood still
/// @param compilingMs processor time of the compilers, which take it from the work
record JvmWork(long collections, long collectingMs, long compilingMs) {
    static JvmWork now() {
        long count = 0;
        long millis = 0;
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            count += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        var compiler = ManagementFactory.getCompilationMXBean();
        boolean told = compiler != null && compiler.isCompilationTimeMonitoringSupported();
        return new JvmWork(count, millis, told ? compiler.getTotalCompilationTime() : 0);
    }

    JvmWork since(JvmWork before) {
        return new JvmWork(
                collections - before.collections,
                collectingMs - before.collectingMs,
                compilingMs - before.compilingMs);
    }

    @Override
    public String toString() {
        return "meanwhile %d collections took %d ms, compiling %d ms of a core"
                .formatted(collections, collectingMs, compilingMs);
    }
}
