package dev.skerry.sim.odd;

import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import dev.skerry.sim.odd.OddState.Mood;
import java.nio.charset.StandardCharsets;

/// Facts of the odd room as words.
final class OddForm implements Form<OddFact> {
    private static final int BYTES_MAX = 1_000;

    @Override
    public byte[] encode(OddFact fact) {
        var text =
                switch (fact) {
                    case OddFact.OddBecame(var mood) -> "became " + mood;
                    case OddFact.ErrandTaken(var number) -> "taken " + number;
                    case OddFact.ErrandDone(var number) -> "done " + number;
                    case OddFact.OddWoken(var nextTickMs) -> "woken " + nextTickMs;
                    case OddFact.OddShouted _ ->
                            throw new FactLog.TooLarge(BYTES_MAX + 1, BYTES_MAX);
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public OddFact decode(byte[] bytes) throws Malformed {
        var words = new String(bytes, StandardCharsets.UTF_8).split(" ", 2);
        return switch (words[0]) {
            case "became" -> new OddFact.OddBecame(Mood.valueOf(words[1]));
            case "taken" -> new OddFact.ErrandTaken(Long.parseLong(words[1]));
            case "done" -> new OddFact.ErrandDone(Long.parseLong(words[1]));
            case "woken" -> new OddFact.OddWoken(Long.parseLong(words[1]));
            default -> throw new Malformed("it has \"%s\"".formatted(words[0]));
        };
    }
}
