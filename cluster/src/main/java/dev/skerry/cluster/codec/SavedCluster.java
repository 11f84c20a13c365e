package dev.skerry.cluster.codec;

import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.contact.Absences;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.recall.Recalls;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.json.RecordReader;
import dev.skerry.json.RecordWriter;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;

/// The whole state of the cluster as a stream of records.
public final class SavedCluster implements Saved<Cluster> {
    private static final int FORMAT = 1;
    private static final Form<SavedRecord> FORM = ServerCodec.of(SavedRecord.class);

    @Override
    public Room<Cluster, ?, ?, ?> room() {
        return ClusterRoom.CLUSTER;
    }

    @Override
    public void write(Cluster cluster, OutputStream to) throws IOException {
        var out = new RecordWriter<>(FORM, to);
        out.write(
                new SavedRecord.Header(
                        FORMAT, cluster.sequence(), cluster.tickMs(), cluster.recalls().changes()));
        for (var it : cluster.absences().all()) out.write(new SavedRecord.OfAbsence(it));
        for (var node : cluster.nodes().values()) out.write(SavedRecord.OfNode.of(node));
        for (var job : cluster.jobs().values()) out.write(SavedRecord.OfJob.of(job));
        for (var one : cluster.allocations().values()) out.write(new SavedRecord.OfAllocation(one));
        for (var token : cluster.tokens().values()) out.write(new SavedRecord.OfToken(token));
        for (var spec : cluster.namespaces().specs().values())
            out.write(new SavedRecord.OfNamespace(spec));
        for (var it : cluster.recalls().all().values()) out.write(new SavedRecord.OfRecall(it));
        out.write(new SavedRecord.End(out.count()));
        out.flush();
    }

    @Override
    public Cluster read(InputStream from) throws IOException {
        var in = new RecordReader<>(FORM, from);
        if (!(in.read() instanceof SavedRecord.Header header)) throw in.damaged("is not a header");
        if (header.format() != FORMAT)
            throw in.damaged("has format " + header.format() + "; this version reads " + FORMAT);
        var absences = new ArrayList<Absence>();
        var nodes = new ArrayList<Node>();
        var jobs = new ArrayList<Job>();
        var allocations = new ArrayList<Allocation>();
        var tokens = new ArrayList<JoinToken>();
        var namespaces = new ArrayList<NamespaceSpec>();
        var recalls = new ArrayList<Recall>();
        while (true) {
            switch (in.read()) {
                case SavedRecord.OfAbsence(var absence) -> absences.add(absence);
                case SavedRecord.OfNode node -> nodes.add(node.node());
                case SavedRecord.OfJob job -> jobs.add(job.job());
                case SavedRecord.OfAllocation(var allocation) -> allocations.add(allocation);
                case SavedRecord.OfToken(var token) -> tokens.add(token);
                case SavedRecord.OfNamespace(var spec) -> namespaces.add(spec);
                case SavedRecord.OfRecall(var recall) -> recalls.add(recall);
                case SavedRecord.Header _ -> throw in.damaged("is a second header");
                case SavedRecord.End(long records) -> {
                    if (records != in.count() - 1) throw in.damaged("counts other records");
                    var passed =
                            new Cluster.Passed(
                                    header.sequence(), header.tickMs(), new Absences(absences));
                    return Cluster.restored(
                            passed,
                            nodes,
                            jobs,
                            allocations,
                            tokens,
                            namespaces,
                            Recalls.of(recalls, header.recallChanges()));
                }
            }
        }
    }
}
