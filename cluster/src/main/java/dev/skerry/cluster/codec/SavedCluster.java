package dev.skerry.cluster.codec;

import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.contact.Absences;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// The whole state of the cluster as a stream of records: for each a line with its JSON, a space
/// and the CRC-32C of the JSON in eight hexadecimal digits.
public final class SavedCluster implements Saved<Cluster> {
    private static final int FORMAT = 1;
    private static final int LINE_BYTES_MAX = 32 * 1024 * 1024;
    private static final int CHECKSUM_CHARACTERS = 8;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Form<SavedRecord> FORM = ServerCodec.of(SavedRecord.class);

    @Override
    public Room<Cluster, ?, ?, ?> room() {
        return ClusterRoom.CLUSTER;
    }

    @Override
    public void write(Cluster cluster, OutputStream to) throws IOException {
        var out = new Writer(new BufferedOutputStream(to, BUFFER_BYTES));
        out.write(new SavedRecord.Header(FORMAT, cluster.sequence(), cluster.tickMs()));
        for (var it : cluster.absences().all()) out.write(new SavedRecord.OfAbsence(it));
        for (var node : cluster.nodes().values()) out.write(SavedRecord.OfNode.of(node));
        for (var job : cluster.jobs().values()) out.write(SavedRecord.OfJob.of(job));
        for (var one : cluster.allocations().values()) out.write(new SavedRecord.OfAllocation(one));
        for (var token : cluster.tokens().values()) out.write(new SavedRecord.OfToken(token));
        out.write(new SavedRecord.End(out.records));
        out.to.flush();
    }

    @Override
    public Cluster read(InputStream from) throws IOException {
        var in = new Reader(from);
        if (!(in.read() instanceof SavedRecord.Header header)) throw in.damaged("is not a header");
        if (header.format() != FORMAT)
            throw in.damaged("has format " + header.format() + "; this version reads " + FORMAT);
        var absences = new ArrayList<Absence>();
        var nodes = new ArrayList<Node>();
        var jobs = new ArrayList<Job>();
        var allocations = new ArrayList<Allocation>();
        var tokens = new ArrayList<JoinToken>();
        while (true) {
            switch (in.read()) {
                case SavedRecord.OfAbsence(var absence) -> absences.add(absence);
                case SavedRecord.OfNode node -> nodes.add(node.node());
                case SavedRecord.OfJob job -> jobs.add(job.job());
                case SavedRecord.OfAllocation(var allocation) -> allocations.add(allocation);
                case SavedRecord.OfToken(var token) -> tokens.add(token);
                case SavedRecord.Header _ -> throw in.damaged("is a second header");
                case SavedRecord.End(long records) -> {
                    if (records != in.records - 1) throw in.damaged("counts other records");
                    var passed =
                            new Cluster.Passed(
                                    header.sequence(), header.tickMs(), new Absences(absences));
                    return Cluster.restored(passed, nodes, jobs, allocations, tokens);
                }
            }
        }
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static final class Writer {
        final OutputStream to;
        long records;

        Writer(OutputStream to) {
            this.to = to;
        }

        void write(SavedRecord record) throws IOException {
            var json = FORM.encode(record);
            to.write(json);
            var tail = " " + HexFormat.of().toHexDigits(checksum(json)) + "\n";
            to.write(tail.getBytes(StandardCharsets.US_ASCII));
            records++;
        }
    }

    private static final class Reader {
        private final InputStream from;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int position;
        private int end;
        long records;

        Reader(InputStream from) {
            this.from = from;
        }

        SavedRecord read() throws IOException {
            var line = line();
            records++;
            int json = line.length - CHECKSUM_CHARACTERS - 1;
            if (json < 1 || line[json] != ' ') throw damaged("is no record");
            var text = new String(line, json + 1, CHECKSUM_CHARACTERS, StandardCharsets.US_ASCII);
            var body = java.util.Arrays.copyOf(line, json);
            if (!HexFormat.of().toHexDigits(checksum(body)).equals(text))
                throw damaged("has another checksum than it had when it was written");
            try {
                return FORM.decode(body);
            } catch (Malformed e) {
                throw new IOException(
                        "record " + records + " of the saved state cannot be read", e);
            }
        }

        private byte[] line() throws IOException {
            var line = new ByteArrayOutputStream();
            while (true) {
                if (position == end) {
                    position = 0;
                    end = Math.max(0, from.read(buffer));
                    if (end == 0)
                        throw new IOException("the saved state ends after " + records + " records");
                }
                int from = position;
                while (position < end && buffer[position] != '\n') position++;
                line.write(buffer, from, position - from);
                if (line.size() > LINE_BYTES_MAX) throw damaged("is too long");
                if (position == end) continue;
                position++;
                return line.toByteArray();
            }
        }

        IOException damaged(String how) {
            return new IOException("record " + records + " of the saved state " + how);
        }
    }
}
