package dev.skerry.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Both ends of links between a node and a server of several builds, over a line that is slow and
/// breaks: what each says to the other gets there, whatever either of them does not know.
class BothEndsTest {
    private static final int SEEDS = 400;
    private static final int STEPS = 300;
    private static final String EPOCH = "e";

    @Test
    void whatBothKnowArrivesAndWhatOneDoesNotKnowEndsNothing() {
        long links = 0;
        long strange = 0;
        long arrived = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var world = new World(new Random(seed));
            for (int step = 0; step < STEPS; step++) world.step();
            world.settle("seed " + seed);
            links += world.links;
            strange += world.strange;
            arrived += world.seen[0];
        }
        assertTrue(links > 4L * SEEDS, links + " links");
        assertTrue(strange > SEEDS, strange + " strange things were said");
        assertTrue(arrived > 10L * SEEDS, arrived + " changes arrived");
    }

    /// Rooms `r0`, `r1`, `r2`, of which each side has the first few. In each the server counts up,
    /// the node says what it has come to until that is acknowledged.
    private static final class World {
        private static final int ROOMS = 3;

        private final Random random;
        private final int nodeRooms;
        private final int serverRooms;

        /// What the server has come to, what the node has seen of it, and what the server has heard
        /// of that.
        private final long[] version = new long[ROOMS];

        private final long[] seen = new long[ROOMS];
        private final long[] heard = new long[ROOMS];
        private final long[] acknowledged = new long[ROOMS];

        private Lanes<Frame.FromNode> upWaiting = new Lanes<>();
        private Lanes<Frame.FromServer> downWaiting = new Lanes<>();
        private final Deque<byte[]> up = new ArrayDeque<>();
        private final Deque<byte[]> down = new ArrayDeque<>();
        private @Nullable NodeEnd node;
        private @Nullable ServerEnd server;
        private final NodeShare share = new NodeShare();
        private long tickMs;
        private long links;
        private long strange;

        World(Random random) {
            this.random = random;
            nodeRooms = 1 + random.nextInt(ROOMS);
            serverRooms = 1 + random.nextInt(ROOMS);
        }

        void step() {
            tickMs += 1 + random.nextInt(20);
            int dice = random.nextInt(100);
            if (node == null) dial();
            else if (dice < 15) version[random.nextInt(serverRooms)]++;
            else if (dice < 30) tell();
            else if (dice < 40) nodeSays(random.nextInt(nodeRooms));
            else if (dice < 45) stranger();
            else if (dice < 60) send();
            else if (dice < 78) serverReads();
            else if (dice < 96) nodeReads();
            else hangUp();
        }

        private static String name(int room) {
            return "r" + room;
        }

        private void dial() {
            links++;
            var rooms = new ArrayList<String>();
            var all = new ArrayList<Frame.Seen>();
            for (int room = 0; room < nodeRooms; room++) {
                rooms.add(name(room));
                all.add(new Frame.Seen(name(room), EPOCH, seen[room]));
            }
            node = new NodeEnd(rooms, tickMs);
            server = null;
            toServer(new Frame.Hello(Frame.PROTOCOL, "n-1", "0", "boot", "i", all));
        }

        private void hangUp() {
            node = null;
            server = null;
            up.clear();
            down.clear();
            upWaiting = new Lanes<>();
            downWaiting = new Lanes<>();
        }

        private void toServer(Frame.FromNode frame) {
            assertTrue(upWaiting.offer(frame), "a lane has room");
        }

        private void toNode(Frame.FromServer frame) {
            assertTrue(downWaiting.offer(frame), "a lane has room");
        }

        /// What waits goes onto the line, the most urgent first.
        private void send() {
            var toServer = upWaiting.poll();
            if (toServer != null) up.add(FrameForm.FROM_NODE.encode(toServer));
            var toNode = downWaiting.poll();
            if (toNode != null) down.add(FrameForm.FROM_SERVER.encode(toNode));
        }

        private void tell() {
            if (server == null) return;
            try {
                server.tell(this::toNode);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void nodeSays(int room) {
            var end = node;
            if (end == null || !end.up() || !end.shares(name(room))) return;
            if (acknowledged[room] < seen[room]) toServer(to(room, seen[room]));
        }

        private static Frame.To to(int room, long number) {
            var body = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
            return new Frame.To(name(room), Lane.WORK, body);
        }

        private static long number(byte[] body) throws Malformed {
            if (body.length != Long.BYTES) throw new Malformed("no number");
            return ByteBuffer.wrap(body).getLong();
        }

        /// Something that the other side cannot know: a kind of frame, a room, a body.
        private void stranger() {
            var end = node;
            if (end == null || !end.up() || server == null) return;
            strange++;
            var odd = new Frame.To(name(random.nextInt(9)), Lane.WORK, new byte[] {7});
            switch (random.nextInt(4)) {
                case 0 -> up.add(new byte[] {99, 1, 2, 3});
                case 1 -> down.add(new byte[] {99, 1, 2, 3});
                case 2 -> toServer(odd);
                default -> toNode(odd);
            }
        }

        private static <F> F decoded(Form<F> form, byte[] bytes) {
            try {
                return form.decode(bytes);
            } catch (Malformed e) {
                throw new AssertionError(e);
            }
        }

        private void serverReads() {
            var bytes = up.poll();
            if (bytes == null) return;
            var frame = decoded(FrameForm.FROM_NODE, bytes);
            if (server == null) {
                greeted((Frame.Hello) frame);
                return;
            }
            switch (server.came(frame, tickMs)) {
                case ServerEnd.ServerDuty.Send(var answer) -> toNode(answer);
                case ServerEnd.ServerDuty.Say(_, var then) -> {
                    if (then != null) toNode(then);
                }
                case ServerEnd.ServerDuty.Nothing _ -> {}
                case ServerEnd.ServerDuty.End(var reason) -> throw new AssertionError(reason);
                case ServerEnd.ServerDuty.Submit _,
                        ServerEnd.ServerDuty.Renew _,
                        ServerEnd.ServerDuty.Data _,
                        ServerEnd.ServerDuty.Closed _ ->
                        throw new AssertionError(frame);
            }
        }

        private void greeted(Frame.Hello hello) {
            var parts = new ArrayList<ServerPart>();
            var names = new ArrayList<String>();
            for (int room = 0; room < serverRooms; room++) {
                parts.add(new Counter(room));
                names.add(name(room));
            }
            server = new ServerEnd(hello, EPOCH, parts, share);
            toNode(new Frame.Welcome(Frame.PROTOCOL, EPOCH, 1_000, 5_000, 0, names));
        }

        private void nodeReads() {
            var bytes = down.poll();
            var end = node;
            if (bytes == null || end == null) return;
            switch (end.came(decoded(FrameForm.FROM_SERVER, bytes))) {
                case NodeEnd.NodeDuty.Told(var name, var body) -> told(end, name, body);
                case NodeEnd.NodeDuty.Up _,
                        NodeEnd.NodeDuty.Heard _,
                        NodeEnd.NodeDuty.Say _,
                        NodeEnd.NodeDuty.Nothing _ -> {}
                case NodeEnd.NodeDuty.End(var reason, _) -> throw new AssertionError(reason);
                case NodeEnd.NodeDuty.Opened _,
                        NodeEnd.NodeDuty.Granted _,
                        NodeEnd.NodeDuty.Closed _,
                        NodeEnd.NodeDuty.Certified _,
                        NodeEnd.NodeDuty.Send _ ->
                        throw new AssertionError("nobody asked for that");
            }
        }

        /// Even numbers are what the server has come to, odd ones acknowledge what the node said.
        private void told(NodeEnd end, String name, byte[] body) {
            int room = name.charAt(1) - '0';
            try {
                long number = number(body);
                if (number % 2 == 0) seen[room] = Math.max(seen[room], number / 2);
                else acknowledged[room] = Math.max(acknowledged[room], number / 2);
            } catch (Malformed e) {
                end.meaningless(name, e);
            }
        }

        /// The line is good from now on: both sides come together in what both have.
        void settle(String at) {
            hangUp();
            for (int i = 0; i < 60; i++) {
                tickMs += 100;
                if (node == null) dial();
                for (int room = 0; room < nodeRooms; room++) nodeSays(room);
                tell();
                for (int k = 0; k < 20; k++) {
                    send();
                    serverReads();
                    nodeReads();
                }
            }
            for (int room = 0; room < ROOMS; room++) {
                boolean both = room < nodeRooms && room < serverRooms;
                assertEquals(both ? version[room] : 0, seen[room], at + ", seen of " + room);
                assertEquals(both ? seen[room] : 0, heard[room], at + ", heard of " + room);
                assertEquals(heard[room], acknowledged[room], at + ", known of " + room);
            }
        }

        private final class Counter implements ServerPart {
            private final int room;

            Counter(int room) {
                this.room = room;
            }

            @Override
            public String room() {
                return name(room);
            }

            @Override
            public void committed(long index, Batch batch, House after) {
                throw new IllegalStateException("there is no log");
            }

            @Override
            public Heard heard(String from, byte[] body) throws Malformed {
                long number = number(body);
                heard[room] = Math.max(heard[room], number);
                Ask<?> nothing = null;
                return new Heard(nothing, to(room, 2 * number + 1));
            }

            @Override
            public Frame.@Nullable To passedOver(byte[] body) {
                return null;
            }

            @Override
            public Feed feed(String to, Frame.Seen from) {
                var told = new long[] {from.version()};
                return telling -> {
                    if (told[0] == version[room]) return;
                    told[0] = version[room];
                    telling.tell(to(room, 2 * told[0]));
                };
            }
        }
    }
}
