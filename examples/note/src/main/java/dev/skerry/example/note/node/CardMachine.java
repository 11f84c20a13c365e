package dev.skerry.example.note.node;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import java.util.List;

/// Keeps the note of a node, and says so until a server has heard it. An effect is the card that is
/// to be said.
public final class CardMachine implements Machine<Card, CardMessage, CardFact, Card> {
    @Override
    public Card empty() {
        return Card.EMPTY;
    }

    @Override
    public Decision<CardFact, Card> decide(Sight<Card> sight, CardMessage message, Now now) {
        var card = sight.own();
        return switch (message) {
            case CardMessage.CardGiven(var epoch, var number, var text) -> {
                boolean old = epoch.equals(card.epoch()) && number <= card.number();
                if (old) yield said(card);
                var kept = new CardFact.CardKept(epoch, number, text);
                yield Decision.of(List.of(kept), List.of(new Card(epoch, number, text, false)));
            }
            case CardMessage.CardHeard(var number) ->
                    number == card.number() && !card.heard()
                            ? Decision.of(List.of(new CardFact.CardKnown(number)))
                            : Decision.nothing();
            case CardMessage.CardLink _ -> said(card);
        };
    }

    private static Decision<CardFact, Card> said(Card card) {
        return card.heard() ? Decision.nothing() : Decision.of(List.of(), List.of(card));
    }

    @Override
    public Card apply(Card card, CardFact fact) {
        return switch (fact) {
            case CardFact.CardKept(var epoch, var number, var text) ->
                    new Card(epoch, number, text, false);
            case CardFact.CardKnown _ -> new Card(card.epoch(), card.number(), card.text(), true);
        };
    }
}
