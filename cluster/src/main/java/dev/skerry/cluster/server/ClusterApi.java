package dev.skerry.cluster.server;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.codec.ServerCodec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.server.deployments.DeploymentRoutes;
import dev.skerry.cluster.server.launches.LaunchRoutes;
import dev.skerry.cluster.server.recalls.RecallRoutes;
import dev.skerry.cluster.server.versions.VersionRoutes;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.JsonAnswers;
import dev.skerry.http.Need;
import dev.skerry.http.Reach;
import dev.skerry.http.Request;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import dev.skerry.http.signing.Signing;
import dev.skerry.kernel.link.NodeStreams;
import java.util.ArrayList;

/// What the cluster answers over HTTP, and what of it callers have rights to.
public final class ClusterApi {
    public static final Thing JOBS = Thing.inNamespaces(CLUSTER.name(), "jobs");
    static final Thing ALLOCATIONS = Thing.inNamespaces(CLUSTER.name(), "allocations");

    /// What tasks write can be more private than that they run.
    static final Thing LOGS = Thing.inNamespaces(CLUSTER.name(), "logs");

    static final Thing NAMESPACES = Thing.inNamespaces(CLUSTER.name(), "namespaces");

    static final Thing NODES = Thing.inPools(CLUSTER.name(), "nodes");

    /// Who writes them has work placed on their nodes; who reads them may ask what would come of
    /// it.
    public static final Thing POOLS = Thing.inPools(CLUSTER.name(), "pools");

    /// How the values of this room are written.
    public static final JsonAnswers JSON = new JsonAnswers(ServerCodec::of);

    private ClusterApi() {}

    /// Whether the pool is there makes no difference.
    ///
    /// @param right to the job's pool; to every pool when it names them all
    public static void mayUse(Request request, Need.Right right, JobSpec spec) throws Declined {
        new Reach(right, request.admitted()::allows).check(NodesSeen.pool(spec));
    }

    /// @param signing by whom job files have to be signed
    public static RoomApi of(
            Door<Cluster, ClusterMessage> door,
            NodeStreams streams,
            Secrets secrets,
            Signing signing) {
        var routes = new ArrayList<Route>();
        routes.addAll(new StatusRoutes(door, secrets).routes());
        var expressions = new CelExpressions();
        routes.addAll(new JobRoutes(door, expressions, signing).routes());
        routes.addAll(new VersionRoutes(door, expressions).routes());
        routes.addAll(new LaunchRoutes(door, secrets).routes());
        routes.addAll(new DeploymentRoutes(door).routes());
        routes.addAll(new RecallRoutes(door).routes());
        routes.addAll(new NamespaceRoutes(door).routes());
        routes.addAll(new NodeRoutes(door).routes());
        routes.addAll(new AllocationRoutes(door, streams).routes());
        return RoomApi.beside(ClusterApi.class, routes, POOLS);
    }
}
