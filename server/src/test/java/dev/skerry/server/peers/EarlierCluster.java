package dev.skerry.server.peers;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.codec.ClusterRoom;
import dev.skerry.cluster.codec.SavedCluster;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The rooms of a build whose cluster reads the log up to an earlier format, and is else as it is.
final class EarlierCluster {
    private EarlierCluster() {}

    static List<ServerRoom> rooms(int format) {
        var rooms = new ArrayList<>(ServerRooms.usual());
        var saved = but(Saved.class, new SavedCluster(), Map.of("room", room(format)));
        rooms.set(0, but(ServerRoom.class, rooms.getFirst(), Map.of("saved", saved)));
        return List.copyOf(rooms);
    }

    @SuppressWarnings("unchecked") // it is that machine, but for one method
    private static Room<?, ?, ?, ?> room(int format) {
        var it = ClusterRoom.CLUSTER;
        var answers = Map.<String, Object>of("newestFormat", format);
        Machine<Cluster, ClusterMessage, ClusterFact, Machine.NoEffect> machine =
                but(Machine.class, it.machine(), answers);
        return new Room<>(it.name(), machine, it.facts());
    }

    /// The same, but for methods that always answer that.
    private static <T> T but(Class<T> type, T same, Map<String, Object> answers) {
        var made =
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            var answer = answers.get(method.getName());
                            if (answer != null) return answer;
                            try {
                                return method.invoke(same, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
        return type.cast(made);
    }
}
