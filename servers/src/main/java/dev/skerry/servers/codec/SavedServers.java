package dev.skerry.servers.codec;

import dev.skerry.json.RecordReader;
import dev.skerry.json.RecordWriter;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.servers.state.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// All members of the control plane, and tokens to join it, as a stream of records.
public final class SavedServers implements Saved<Servers> {
    private static final int FORMAT = 1;
    private static final Form<ServersRecord> FORM = ServersCodec.of(ServersRecord.class);

    @Override
    public Room<Servers, ?, ?, ?> room() {
        return ServersRoom.SERVERS;
    }

    @Override
    public void write(Servers servers, OutputStream to) throws IOException {
        var out = new RecordWriter<>(FORM, to);
        out.write(
                new ServersRecord.Header(
                        FORMAT, servers.last(), servers.tickMs(), servers.logFormat()));
        for (var member : servers.members()) out.write(new ServersRecord.OfMember(member));
        for (var token : servers.tokens().values()) out.write(new ServersRecord.OfToken(token));
        out.write(new ServersRecord.End(out.count()));
        out.flush();
    }

    @Override
    public Servers read(InputStream from) throws IOException {
        var in = new RecordReader<>(FORM, from);
        if (!(in.read() instanceof ServersRecord.Header header))
            throw in.damaged("is not a header");
        if (header.format() != FORMAT)
            throw in.damaged("has format " + header.format() + "; this version reads " + FORMAT);
        var servers =
                Servers.EMPTY.from(header.tickMs(), header.last()).holding(header.logFormat());
        while (true) {
            switch (in.read()) {
                case ServersRecord.OfMember(var member) -> servers = servers.with(member);
                case ServersRecord.OfToken(var token) -> servers = servers.with(token);
                case ServersRecord.Header _ -> throw in.damaged("is a second header");
                case ServersRecord.End(long records) -> {
                    if (records != in.count() - 1) throw in.damaged("counts other records");
                    return servers;
                }
            }
        }
    }
}
