package dev.skerry.server.authority;

import javax.net.ssl.SSLContext;

/// What a server shows to whoever connects. To be asked for each connection: certificates change
/// while it runs.
@FunctionalInterface
public interface ServerTls {
    SSLContext context();
}
