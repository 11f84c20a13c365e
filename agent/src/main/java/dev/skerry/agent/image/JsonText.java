package dev.skerry.agent.image;

import io.avaje.json.JsonException;
import io.avaje.json.JsonReader;
import io.avaje.json.stream.JsonStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Documents that strangers wrote, of which only what is known is ever in memory: a tree of all of
/// one would be ten times as large as its text.
final class JsonText {
    static final int BYTES_MAX = 4 << 20;

    private static final JsonStream READERS = JsonStream.builder().build();

    private JsonText() {}

    /// Reads what stands at the reader.
    interface AtValue {
        void at(JsonReader in) throws IOException;
    }

    /// @param what for people: "its manifest"
    static void read(String what, byte[] bytes, AtValue reading) throws IOException {
        if (bytes.length > BYTES_MAX)
            throw ImageTrouble.bad(what + " has more than " + ImageTrouble.size(BYTES_MAX));
        try (var in = READERS.reader(bytes)) {
            reading.at(in);
        } catch (JsonException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw ImageTrouble.bad(what + " is not what is expected there: " + e.getMessage());
        } catch (StackOverflowError e) { // what is not known is skipped by calls that nest
            throw ImageTrouble.bad(what + " nests too deep");
        }
    }

    /// Has these fields of an object read; what is not among them is passed over, as is null.
    static void fields(JsonReader in, Map<String, AtValue> known) throws IOException {
        if (in.isNullValue()) return;
        in.beginObject();
        while (in.hasNextField()) {
            var reading = known.get(in.nextField());
            if (reading == null) in.skipValue();
            else reading.at(in);
        }
        in.endObject();
    }

    /// @param max so many elements may be in it
    static void each(JsonReader in, int max, AtValue reading) throws IOException {
        if (in.isNullValue()) return;
        int count = 0;
        in.beginArray();
        while (in.hasNextElement()) {
            if (++count > max) throw ImageTrouble.bad("a list in it has more than " + max);
            reading.at(in);
        }
        in.endArray();
    }

    /// Empty: it is null.
    static String text(JsonReader in) {
        return in.isNullValue() ? "" : in.readString();
    }

    static List<String> texts(JsonReader in, int max) throws IOException {
        var all = new ArrayList<String>();
        each(in, max, it -> all.add(text(it)));
        return all;
    }
}
