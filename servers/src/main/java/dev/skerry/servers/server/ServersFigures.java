package dev.skerry.servers.server;

import dev.skerry.http.Admitted;
import dev.skerry.http.Namespace;
import dev.skerry.http.Need;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.servers.server.ServersStanding.View;
import dev.skerry.servers.state.Servers;

/// The figures of the control plane, as one server sees it, for those who may read its members.
public final class ServersFigures {
    private static final String SERVER = "server";

    private ServersFigures() {}

    public static void write(
            Servers servers, View view, Now now, Admitted reader, PrometheusText to) {
        if (!reader.allows(Need.read(ServersApi.MEMBERS), Namespace.ALL)) return;
        to.gauge("skerry_servers", "Servers that are members of the control plane.")
                .value(servers.members().size());
        long open = servers.tokens().values().stream().filter(it -> it.open(now)).count();
        to.gauge("skerry_server_join_tokens", "Tokens with which a server can join.").value(open);
        to.gauge("skerry_server_term", "The term of the log's leader; 0: it is not known.")
                .value(view.term());
        if (!servers.members().isEmpty()) each(servers, view, to);
    }

    private static void each(Servers servers, View view, PrometheusText to) {
        to.gauge("skerry_server_leads", "Whether that server leads, as this one knows.");
        for (var member : servers.members())
            to.value(member.id().equals(view.leader()) ? 1 : 0, SERVER, member.id());
        to.gauge("skerry_server_index", "The last entry of the log that a server has, if known.");
        for (var member : servers.members()) {
            var progress = view.of(member.id());
            if (progress != null && progress.index() >= 0)
                to.value(progress.index(), SERVER, member.id());
        }
        to.gauge("skerry_server_silent_seconds", "Since a server was heard, if known.");
        for (var member : servers.members()) {
            var progress = view.of(member.id());
            if (progress != null && progress.silentMs() >= 0)
                to.value(progress.silentMs() / 1e3, SERVER, member.id());
        }
    }
}
