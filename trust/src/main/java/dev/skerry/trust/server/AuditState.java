package dev.skerry.trust.server;

import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.state.Trust;
import io.avaje.jsonb.Json;

/// What the state knows of the audit's lines.
///
/// @param number of the last line; 0: there is none
/// @param hash of that line, hexadecimal
/// @param letGo the last line that was let go: those behind it have to be there
@Json
public record AuditState(long number, String hash, AuditHead letGo) {
    static AuditState of(Trust trust) {
        var last = trust.audit();
        return new AuditState(last.number(), last.hash(), trust.retention().letGo());
    }
}
