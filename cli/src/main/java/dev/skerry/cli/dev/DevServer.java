package dev.skerry.cli.dev;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One server of the fleet.
///
/// @param number from 1 on; the first one founds the cell
/// @param home where its data folder and its log are
record DevServer(int number, Path home, int http, int link) {
    /// Between the usual ports of one server and those of the next.
    private static final int PORTS_APART = 10;

    static DevServer prepare(int number, Path home, Ports ports) throws IOException {
        int on = (number - 1) * PORTS_APART;
        return new DevServer(
                number,
                home,
                ports.choose("http." + number, Ports.HTTP + on),
                ports.choose("link." + number, Ports.LINK + on));
    }

    String name() {
        return number == 1 ? "server" : "server-" + number;
    }

    static boolean named(String name) {
        return name.startsWith("server");
    }

    String linkAt() {
        return "127.0.0.1:" + link;
    }

    /// Whether it belongs to the cell already.
    boolean joined() {
        return Files.exists(home.resolve("data/epoch"));
    }

    List<String> command(Path program) {
        return words(List.of(program.toString()));
    }

    private List<String> words(List<String> first) {
        var words = new ArrayList<>(first);
        words.addAll(List.of("--http", "127.0.0.1:" + http, "--link", linkAt(), "--data"));
        words.add(home.resolve("data").toString());
        return words;
    }

    /// How it is started for the first time, with a token of its own.
    ///
    /// @param by the link of one that is there
    List<String> joining(Path program, String by, Api api) throws Failure, IOException {
        var token = home.resolve("token");
        var call = Call.post("servers", "join-tokens").json("{\"ttl\":\"10m\"}").twice();
        var made = api.send(call);
        OwnFile.write(token, made.json().at("token").text() + "\n");
        return words(List.of(program.toString(), "join", by, "--token-file", token.toString()));
    }
}
