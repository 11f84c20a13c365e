package dev.skerry.example.badge;

/// A request with its body read. `contentType` and `site` (the header `Sec-Fetch-Site`, by which a
/// browser says who asks) are empty when they were not sent.
record Request(String method, String path, String contentType, String site, String body) {}
