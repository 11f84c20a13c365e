package dev.skerry.example.note.codec;

import dev.skerry.example.note.node.CardFact;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;

/// The facts as lines.
final class CardFacts implements Form<CardFact> {
    @Override
    public byte[] encode(CardFact fact) {
        return switch (fact) {
            case CardFact.CardKept(var epoch, var number, var text) ->
                    NoteLine.bytes("kept", epoch, number, text);
            case CardFact.CardKnown(var number) -> NoteLine.bytes("known", number);
        };
    }

    @Override
    public CardFact decode(byte[] bytes) throws Malformed {
        var line = NoteLine.of(bytes, 4);
        return switch (line.kind()) {
            case "kept" -> new CardFact.CardKept(line.word(1), line.number(2), line.word(3));
            case "known" -> new CardFact.CardKnown(line.number(1));
            default -> throw new Malformed("there is no fact " + line.kind());
        };
    }
}
