package dev.skerry.example.note.codec;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.example.note.NoteBoard;
import dev.skerry.example.note.NoteFact;
import dev.skerry.example.note.NoteMachine;
import dev.skerry.example.note.NoteMessage;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Room;

/// Notes, as a room of the servers.
public final class NoteRoom {
    public static final Room<NoteBoard, NoteMessage, NoteFact, Ask<?>> NOTES =
            new Room<>("note", new NoteMachine(CLUSTER), new NoteFacts());

    private NoteRoom() {}
}
