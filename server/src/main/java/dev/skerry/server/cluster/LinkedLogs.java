package dev.skerry.server.cluster;

import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.server.TaskLogs;
import dev.skerry.server.link.LogReader;
import dev.skerry.server.link.LogStreams;
import java.time.Duration;

/// The output of tasks, over the links to their nodes.
record LinkedLogs(LogStreams streams) implements TaskLogs {
    @Override
    public Outcome open(Query query) {
        var asked =
                new LogRequest(
                        query.allocation(),
                        query.task(),
                        query.source(),
                        query.offset(),
                        query.follow());
        return switch (streams.open(asked)) {
            case LogStreams.Opened.Reading(var reader) -> new Outcome.Reading(new Linked(reader));
            case LogStreams.Opened.Refused(var refusal) -> new Outcome.Refused(refusal);
        };
    }

    private record Linked(LogReader reader) implements Source {
        @Override
        public Piece next(Duration wait) throws InterruptedException {
            return switch (reader.next(wait)) {
                case LogReader.Piece.Data(var offset, var bytes) -> new Piece.Data(offset, bytes);
                case LogReader.Piece.Quiet _ -> new Piece.Quiet();
                case LogReader.Piece.End(var error) -> new Piece.End(error);
            };
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
