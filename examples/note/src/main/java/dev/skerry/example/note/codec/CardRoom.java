package dev.skerry.example.note.codec;

import dev.skerry.example.note.node.Card;
import dev.skerry.example.note.node.CardFact;
import dev.skerry.example.note.node.CardMachine;
import dev.skerry.example.note.node.CardMessage;
import dev.skerry.kernel.Room;

/// The note of one node, as a room of that node.
public final class CardRoom {
    public static final Room<Card, CardMessage, CardFact, Card> CARD =
            new Room<>("note", new CardMachine(), new CardFacts());

    private CardRoom() {}
}
