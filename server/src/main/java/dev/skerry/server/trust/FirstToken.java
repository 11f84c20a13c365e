package dev.skerry.server.trust;

import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Refusal;
import dev.skerry.server.Applied;
import dev.skerry.server.CommitListener;
import dev.skerry.server.Events;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerParts;
import dev.skerry.server.authority.PrivateFile;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.server.TokenText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The token that a fleet begins with, in a file of the server: whoever can read its disk may do
/// everything anyway. It stays there until somebody fetches it.
///
/// The file comes first, then the token that is in it. So when the server ends in between there is
/// a file without a token, which the next start writes anew, and never a token that nobody has.
final class FirstToken {
    /// In the data folder.
    static final String FILE = "first.token";

    private FirstToken() {}

    /// Makes it, if none was ever made or another is wanted, once this server leads: one alone does
    /// by now, one of several may later.
    static void makeWhenLeading(ServerParts server, SecureRandom random) {
        if (server.leader().leads()) make(server, random);
        else server.leader().listen(new Later(new AtomicBoolean(), server, random));
    }

    /// @param made it is made at most once
    private record Later(AtomicBoolean made, ServerParts server, SecureRandom random)
            implements CommitListener {
        @Override
        public void committed(long index, Batch batch, House after) {}

        @Override
        public void leads(boolean leads) {
            if (leads && made.compareAndSet(false, true))
                Thread.ofVirtual().name("first-token").start(this::make);
        }

        private void make() {
            try {
                FirstToken.make(server, random);
            } catch (UncheckedIOException e) {
                Events.say("no first token was made: " + FileTrouble.words(e));
            }
        }
    }

    private static void make(ServerParts server, SecureRandom random) {
        var leader = server.leader();
        try {
            if (server.settings().trust().firstTokenAgain()) allow(leader);
            if (leader.now().of(TRUST).firstMade()) return;
            make(leader, server.settings().data().resolve(FILE), TokenText.fresh(random));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void allow(Leader leader) throws IOException {
        var refused = ask(leader, new TrustMessage.AllowFirstToken());
        if (refused != null)
            throw new IOException("--first-token again came to nothing: " + refused.sentence());
    }

    private static void make(Leader leader, Path file, TokenText token) throws IOException {
        PrivateFile.write(file, token.text() + "\n");
        var refused = ask(leader, new TrustMessage.MakeFirstToken(token.id(), token.hash()));
        if (refused == null) {
            Events.say(
                    "the first token is in %s; `skerry login --first --data %s` fetches it"
                            .formatted(file, file.getParent()));
        } else {
            Files.deleteIfExists(file);
            Events.say("no first token was made: " + refused.sentence());
        }
    }

    /// @return null: it was done
    private static @Nullable Refusal ask(Leader leader, TrustMessage message) throws IOException {
        try {
            return switch (leader.submit(TRUST, message, Caller.SERVERS).join()) {
                case Applied.Done _ -> null;
                case Applied.Refused(var refusal) -> refusal;
            };
        } catch (CompletionException e) {
            throw new IOException("it is not known whether there is a first token", e);
        }
    }
}
